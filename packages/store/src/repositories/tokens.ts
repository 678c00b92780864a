import { createHash, randomBytes } from "node:crypto";
import type { Context } from "../context.js";
import { storedTokenRows, type Token, tokenRows } from "../records/token.js";

/** What a secret begins with, so that scanners for leaked secrets know one. */
const prefix = "gipfel_";

const columns = ["id", "name", "role", "createdAt", "expiresAt", "lastUsedAt"] as const;
const day = 24 * 60 * 60;
/** Seconds between two notes of the use of a token. */
const useInterval = 60;

export interface NewToken extends Pick<Token, "name" | "role"> {
  /** For ever unless given. */
  readonly days?: number;
}

/** Who has it may do what its role says, unless it has expired. */
export interface VerifiedToken extends Token {
  readonly isExpired: boolean;
}

/**
 * Tokens of the API. A secret holds 256 random bits: it cannot be guessed, and so neither needs a slow hash nor a
 * comparison in constant time; the database is asked for its hash.
 */
export class TokenRepository {
  constructor(private readonly context: Context) {}

  /** @returns the secret too, which is not to be had again. */
  async create({ name, role, days }: NewToken): Promise<{ token: Token; secret: string }> {
    const { db, now, newId } = this.context;
    const secret = prefix + randomBytes(32).toString("base64url");
    const expiresAt = days === undefined ? null : now(days * day);
    const token: Token = { id: newId(), name, role, createdAt: now(), expiresAt, lastUsedAt: null };
    const row = storedTokenRows.encode({ ...token, hash: hashOf(secret) });
    await db.insertInto("tokens").values(row).execute();
    return { token, secret };
  }

  /** The token of a secret, expired or not; nothing where it is none, or was revoked. Its use is noted once a minute. */
  async verify(secret: string): Promise<VerifiedToken | undefined> {
    const { db, now } = this.context;
    const row = await db.selectFrom("tokens").select(columns).where("hash", "=", hashOf(secret)).executeTakeFirst();
    if (!row) return undefined;
    const token = tokenRows.decode(row);
    const isExpired = token.expiresAt !== null && token.expiresAt <= now();
    if (!isExpired) this.#noteUse(token);
    return { ...token, isExpired };
  }

  /** All tokens, in the order they were made. */
  async list(): Promise<Token[]> {
    const rows = await this.context.db.selectFrom("tokens").select(columns).orderBy("id").execute();
    return rows.map(tokenRows.decode);
  }

  /** Whether there is one that has not expired. */
  async hasValid(): Promise<boolean> {
    const { db, now } = this.context;
    const row = await db
      .selectFrom("tokens")
      .select("id")
      .where(({ eb, or }) => or([eb("expiresAt", "is", null), eb("expiresAt", ">", now())]))
      .executeTakeFirst();
    return row !== undefined;
  }

  /** No request waits for it, or fails where it cannot be written. */
  #noteUse({ id, lastUsedAt }: Token): void {
    const { db, now } = this.context;
    const before = now(-useInterval);
    if (lastUsedAt !== null && lastUsedAt > before) return;
    db.updateTable("tokens")
      .set({ lastUsedAt: now() })
      .where("id", "=", id)
      // Of requests at once, one writes.
      .where(({ eb, or }) => or([eb("lastUsedAt", "is", null), eb("lastUsedAt", "<=", before)]))
      .execute()
      .catch(() => undefined);
  }

  /** Returns whether there was one. */
  async revoke(id: string): Promise<boolean> {
    const { numDeletedRows } = await this.context.db.deleteFrom("tokens").where("id", "=", id).executeTakeFirst();
    return numDeletedRows > 0n;
  }
}

function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
