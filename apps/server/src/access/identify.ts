import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type { Principal } from "./principal.js";

export interface KnownToken extends Principal {
  /** When it expired; it then lets nobody do anything. */
  readonly expiredAt?: string;
}

export interface Access {
  /** Whether requests need a token. Without, everyone who reaches this address may do everything. */
  readonly tokenNeeded: boolean;
  /** Secret of GIPFEL_TOKEN, which may do everything too. */
  readonly environmentToken?: string;
  /** The token of a secret in the store; undefined where it is none. */
  readonly verify: (secret: string) => Promise<KnownToken | undefined>;
}

/**
 * Finds out who asks, by `Authorization: Bearer <token>`, or by the password of `Authorization: Basic`, which is what a
 * browser can send by itself. Refuses nobody: that is `authorise`, once the endpoint is known.
 */
export function identify(app: FastifyInstance, access: Access): void {
  app.decorateRequest("principal", null);
  app.decorateRequest("tokenExpiredAt", null);
  app.addHook("onRequest", async (request) => {
    const known = await tokenOf(request.headers.authorization, access);
    if (known?.expiredAt === undefined) request.principal = known;
    else request.tokenExpiredAt = known.expiredAt;
  });
}

async function tokenOf(header: string | undefined, access: Access): Promise<KnownToken | null> {
  if (!access.tokenNeeded) return { id: "local", role: "write" };
  const secret = secretOf(header);
  if (secret === null) return null;
  const { environmentToken } = access;
  // Digests have equal lengths, which timingSafeEqual demands, and tell nothing about the token's.
  if (environmentToken !== undefined && timingSafeEqual(digest(secret), digest(environmentToken))) {
    return { id: "environment", role: "write" };
  }
  return (await access.verify(secret)) ?? null;
}

function secretOf(header: string | undefined): string | null {
  const [, scheme, credentials] = /^(bearer|basic) +(.+)$/i.exec(header ?? "") ?? [];
  if (scheme === undefined) return null;
  if (scheme.toLowerCase() === "bearer") return credentials;
  const pair = Buffer.from(credentials, "base64").toString("utf8");
  return pair.includes(":") ? pair.slice(pair.indexOf(":") + 1) : null;
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
