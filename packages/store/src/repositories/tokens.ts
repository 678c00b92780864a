import { createHash, randomBytes } from "node:crypto";
import type { Context } from "../context.js";
import { storedTokenRows, type Token, tokenRows } from "../records/token.js";

/** What a secret begins with, so that scanners for leaked secrets know one. */
const prefix = "gipfel_";

/**
 * Tokens of the API. A secret holds 256 random bits: it cannot be guessed, and so neither needs a slow hash nor a
 * comparison in constant time; the database is asked for its hash.
 */
export class TokenRepository {
  constructor(private readonly context: Context) {}

  /** @returns the secret too, which is not to be had again. */
  async create({ name, role }: Pick<Token, "name" | "role">): Promise<{ token: Token; secret: string }> {
    const { db, now, newId } = this.context;
    const secret = prefix + randomBytes(32).toString("base64url");
    const token: Token = { id: newId(), name, role, createdAt: now() };
    const row = storedTokenRows.encode({ ...token, hash: hashOf(secret) });
    await db.insertInto("tokens").values(row).execute();
    return { token, secret };
  }

  /** The token of a secret; nothing where it is none, or was revoked. */
  async verify(secret: string): Promise<Token | undefined> {
    const row = await this.context.db
      .selectFrom("tokens")
      .select(["id", "name", "role", "createdAt"])
      .where("hash", "=", hashOf(secret))
      .executeTakeFirst();
    return row && tokenRows.decode(row);
  }

  /** All tokens, in the order they were made. */
  async list(): Promise<Token[]> {
    const rows = await this.context.db
      .selectFrom("tokens")
      .select(["id", "name", "role", "createdAt"])
      .orderBy("id")
      .execute();
    return rows.map(tokenRows.decode);
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
