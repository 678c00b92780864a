import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { TransportError } from "../wire/problem.js";

export interface RateLimit {
  /** Requests per minute of one token, or of this machine where none is needed. */
  readonly requestsPerMinute: number;
}

/** A page with a screen full of example images asks for some hundred at once. */
export const defaultRateLimit: RateLimit = { requestsPerMinute: 6000 };

type Bucket = "credential" | "health" | "address" | "refused";

/** Parts of the limit of a credential that addresses have without one: for health, for the page, and with a wrong one. */
const parts: Record<Bucket, number> = { credential: 1, health: 0.2, address: 0.2, refused: 0.02 };

/** Requests per minute that any of them has. */
const fewest = 10;

/**
 * Turns away who asks too much, with the seconds to wait in `Retry-After`. Each credential has a limit of its own, and so
 * has each address for health checks, for what needs no token, and for tokens that are none: neither spends another's.
 * Comes after `identify`.
 */
export async function limitRate(app: FastifyInstance, { requestsPerMinute }: RateLimit): Promise<void> {
  await app.register(rateLimit, {
    max: (request) => {
      const bucket = bucketOf(request);
      if (bucket === "credential") return requestsPerMinute;
      return Math.max(fewest, Math.ceil(requestsPerMinute * parts[bucket]));
    },
    timeWindow: 60_000,
    enableDraftSpec: true,
    keyGenerator: (request) => `${bucketOf(request)} ${request.principal?.id ?? networkOf(request.ip)}`,
    errorResponseBuilder: (_request, { max, after }) =>
      new TransportError("TOO_MANY_REQUESTS", `more than ${max} requests in a minute; ask again in ${after}`),
  });
}

function bucketOf({ principal, headers, url }: FastifyRequest): Bucket {
  if (/^\/api\/health\//.test(url)) return "health";
  if (principal !== null) return "credential";
  return headers.authorization === undefined ? "address" : "refused";
}

/** Of IPv6 the network of 64 bits that one subscriber has all of. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(":")) return address;
  const [start = "", end] = address.split("%", 1)[0]!.split("::");
  const head = start === "" ? [] : start.split(":");
  const tail = end === undefined || end === "" ? [] : end.split(":");
  const groups =
    end === undefined ? head : [...head, ...Array(Math.max(0, 8 - head.length - tail.length)).fill("0"), ...tail];
  return `${groups.slice(0, 4).join(":")}::/64`;
}
