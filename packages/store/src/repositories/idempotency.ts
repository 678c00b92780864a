import { createHash } from "node:crypto";
import type { Context } from "../context.js";
import { type IdempotencyKey, idempotencyKeyRows } from "../records/idempotency-key.js";

/** How long a key is remembered, in seconds: 24 hours. */
const lifetime = 24 * 60 * 60;

/** A creation that a client asks for under a key of its own, so that it can ask again where the answer got lost. */
export interface IdempotentRequest {
  /** Whose key it is, such as the id of a token: keys of different clients do not meet. */
  readonly owner: string;
  readonly key: string;
  /** All that decides what is asked for, as text: method, path and body. */
  readonly request: string;
}

/** `conflict`: the key was used for another request. */
export type Reservation =
  | { readonly outcome: "new" }
  | { readonly outcome: "repeated"; readonly answer: unknown }
  | { readonly outcome: "conflict" };

/**
 * The keys of creations. `reserve`, the creation and `answer` belong in one transaction, so that a key exists just if
 * what was created under it does; `createOnce` of the store sees to that.
 */
export class IdempotencyRepository {
  constructor(private readonly context: Context) {}

  /** Takes the key. Whoever asks with the same key at the same time waits until this transaction ends. */
  async reserve({ owner, key, request }: IdempotentRequest): Promise<Reservation> {
    const { db, now } = this.context;
    await db.deleteFrom("idempotencyKeys").where("expiresAt", "<=", now()).execute();
    const record: IdempotencyKey = {
      ...{ owner, key, request: createHash("sha256").update(request).digest("hex") },
      ...{ answer: {}, expiresAt: now(lifetime) },
    };
    const inserted = await db
      .insertInto("idempotencyKeys")
      .values(idempotencyKeyRows.encode(record))
      .onConflict((conflict) => conflict.columns(["owner", "key"]).doNothing())
      .returning("key")
      .executeTakeFirst();
    if (inserted) return { outcome: "new" };
    const row = await db
      .selectFrom("idempotencyKeys")
      .selectAll()
      .where("owner", "=", owner)
      .where("key", "=", key)
      .executeTakeFirstOrThrow();
    const before = idempotencyKeyRows.decode(row);
    return before.request === record.request ? { outcome: "repeated", answer: before.answer } : { outcome: "conflict" };
  }

  /** Keeps what the creation is answered with: anything that JSON can hold. */
  async answer({ owner, key }: Pick<IdempotentRequest, "owner" | "key">, answer: unknown): Promise<void> {
    await this.context.db
      .updateTable("idempotencyKeys")
      .set({ answer: JSON.stringify(answer) })
      .where("owner", "=", owner)
      .where("key", "=", key)
      .execute();
  }
}
