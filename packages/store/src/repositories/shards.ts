import { type Context, inChunks, inTransaction } from "../context.js";
import { type Shard, type ShardKey, shardRows } from "../records/shard.js";
import { demandSubject } from "./subjects.js";

/** SQLite answers at once, and everything else waits meanwhile: a few milliseconds for so many. */
const pageRows = 1000;

export interface PhaseProgress {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
}

/**
 * The pieces of analyses. A claim is a lease: it ends with its time, so that the shard of a worker that died goes to
 * another. The time is that of the workers' clocks; a lease is to be longer than they differ.
 */
export class ShardRepository {
  constructor(private readonly context: Context) {}

  /** Plans shards; those that are planned already stay as they are. @throws GipfelError GRAPH_NOT_FOUND where there is no such analysis */
  async plan(analysisId: string, shards: readonly Pick<Shard, "phase" | "key">[]): Promise<void> {
    const rows = shards.map(({ phase, key }) =>
      shardRows.encode({
        ...{ analysisId, phase, key, status: "pending" },
        ...{ hash: null, worker: null, leasedUntil: null, attempts: 0 },
      } satisfies Shard),
    );
    await inTransaction(this.context, async (inside) => {
      await demandSubject(inside, "analyses", analysisId);
      for (const chunk of inChunks(rows)) {
        await inside.db
          .insertInto("shards")
          .values(chunk)
          .onConflict((conflict) => conflict.columns(["analysisId", "phase", "key"]).doNothing())
          .execute();
      }
    });
  }

  /** All shards of an analysis, or of one of its phases, by phase and key. */
  async list(analysisId: string, phase?: string): Promise<Shard[]> {
    const shards: Shard[] = [];
    for (let page = await this.#page(analysisId, phase); ; page = await this.#page(analysisId, phase, shards.at(-1))) {
      shards.push(...page);
      if (page.length < pageRows) return shards;
    }
  }

  /** The shards after one, at most as many as are read in a moment. */
  async #page(analysisId: string, phase: string | undefined, after?: Shard): Promise<Shard[]> {
    const rows = await this.context.db
      .selectFrom("shards")
      .selectAll()
      .where("analysisId", "=", analysisId)
      .$if(phase !== undefined, (query) => query.where("phase", "=", phase ?? ""))
      .$if(after !== undefined, (query) =>
        query.where(({ eb, or, and }) => {
          const last = after as Shard;
          return or([eb("phase", ">", last.phase), and([eb("phase", "=", last.phase), eb("key", ">", last.key)])]);
        }),
      )
      .orderBy("phase")
      .orderBy("key")
      .limit(pageRows)
      .execute();
    return rows.map(shardRows.decode);
  }

  /** How far each phase of an analysis is, by phase. */
  async progress(analysisId: string): Promise<PhaseProgress[]> {
    return this.context.db
      .selectFrom("shards")
      .select(({ fn }) => ["phase", fn.countAll<number>().as("total"), fn.count<number>("hash").as("done")])
      .where("analysisId", "=", analysisId)
      .groupBy("phase")
      .orderBy("phase")
      .execute();
  }

  /**
   * Claims a shard of a running analysis for some seconds. Returns whether it did: not if it is done, or claimed and the
   * lease has not ended.
   */
  async claim(shard: ShardKey, { worker, seconds }: { worker: string; seconds: number }): Promise<boolean> {
    const { now } = this.context;
    const lease = shardRows.encode({ worker, leasedUntil: now(seconds) });
    const { numUpdatedRows } = await this.#pending(shard)
      .set((column) => ({ ...lease, attempts: column("attempts", "+", 1) }))
      .where(({ eb, or }) => or([eb("leasedUntil", "is", null), eb("leasedUntil", "<=", now())]))
      .where("analysisId", "in", (query) => query.selectFrom("analyses").select("id").where("status", "=", "running"))
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** Makes the lease of a claim end so many seconds from now. Returns whether the worker still had it. */
  async renew(shard: ShardKey, { worker, seconds }: { worker: string; seconds: number }): Promise<boolean> {
    const { numUpdatedRows } = await this.#pending(shard)
      .set(shardRows.encode({ leasedUntil: this.context.now(seconds) }))
      .where("worker", "=", worker)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** Gives a claim back. Returns whether the worker still had it. */
  async release(shard: ShardKey, worker: string): Promise<boolean> {
    const { numUpdatedRows } = await this.#pending(shard)
      .set({ worker: null, leasedUntil: null })
      .where("worker", "=", worker)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** Gives all claims of a worker back, as when it starts again after it died. Returns how many there were. */
  async releaseAll(worker: string): Promise<number> {
    const { numUpdatedRows } = await this.context.db
      .updateTable("shards")
      .set({ worker: null, leasedUntil: null })
      .where("worker", "=", worker)
      .where("status", "=", "pending")
      .executeTakeFirst();
    return Number(numUpdatedRows);
  }

  /**
   * Takes the result of a shard. Returns false where one was taken before: of two workers that did the same shard, since
   * a lease ended too early, the first counts.
   *
   * @param hash of the artifact.
   */
  async complete(shard: ShardKey, { worker, hash }: { worker: string; hash: string }): Promise<boolean> {
    const { numUpdatedRows } = await this.#pending(shard)
      .set(shardRows.encode({ status: "done", hash, worker, leasedUntil: null }))
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  #pending({ analysisId, phase, key }: ShardKey) {
    return this.context.db
      .updateTable("shards")
      .where("analysisId", "=", analysisId)
      .where("phase", "=", phase)
      .where("key", "=", key)
      .where("status", "=", "pending");
  }
}

/** Frees all shards of an analysis that are not done, and begins to count their attempts again. */
export async function freeClaims({ db }: Context, analysisId: string): Promise<void> {
  await db
    .updateTable("shards")
    .set({ worker: null, leasedUntil: null, attempts: 0 })
    .where("analysisId", "=", analysisId)
    .where("status", "=", "pending")
    .execute();
}
