/** Deletes the oldest results where that was asked for. */
import { messageOf } from "@gipfel/contracts";
import type { Store } from "@gipfel/store";
import type { Analyses } from "./service.js";
import type { Retention, ServiceLogger } from "./service-options.js";

const day = 24 * 3_600_000;
const ended = ["finished", "failed", "cancelled"] as const;

export interface RetainOptions {
  readonly store: Store;
  readonly analyses: Pick<Analyses, "remove">;
  readonly retention: Retention;
  readonly logger: ServiceLogger;
  readonly now?: number;
}

/** An analysis or an explanation. */
interface Ended {
  readonly id: string;
  readonly finishedAt: string | null;
  readonly damage?: string;
}

/** Does nothing unless days or a size are given. What is damaged stays, since it does not say when it ended. */
export async function retainResults(options: RetainOptions): Promise<void> {
  const { store, retention, now = Date.now() } = options;
  if (retention.keepDays !== undefined) {
    const limit = new Date(now - retention.keepDays * day).toISOString();
    const isOld = ({ finishedAt, damage }: Ended) => damage === undefined && finishedAt !== null && finishedAt <= limit;
    for (const { id } of (await allEnded(store, "explanations")).filter(isOld)) {
      await remove(options, "explanation", id, () => store.explanations.remove(id));
    }
    for (const { id } of (await allEnded(store, "analyses")).filter(isOld)) await removeAnalysis(options, id);
  }
  if (retention.keepBytes !== undefined) await removeOldest(options, retention.keepBytes);
}

/** Until the rest fits; what other records refer to stays, so each counts for what it alone holds. */
async function removeOldest(options: RetainOptions, keepBytes: number): Promise<void> {
  const { store } = options;
  const finished = (await allEnded(store, "analyses")).filter(({ damage }) => damage === undefined).reverse();
  for (const { id } of finished) {
    if ((await store.artifacts.referencedSize()) <= keepBytes) return;
    await removeAnalysis(options, id);
  }
}

function removeAnalysis(options: RetainOptions, id: string): Promise<void> {
  return remove(options, "analysis", id, () => options.analyses.remove(id));
}

async function remove(
  { logger }: RetainOptions,
  kind: string,
  id: string,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work();
    logger.warn({ kind, id }, "deleted, as --keep-days or --keep-size asks for");
  } catch (error) {
    logger.warn({ kind, id, reason: messageOf(error) }, "could not be deleted, and will be tried again");
  }
}

/** Newest first. */
async function allEnded(store: Store, table: "analyses" | "explanations"): Promise<Ended[]> {
  const found: Ended[] = [];
  let cursor: string | undefined;
  do {
    const page = await store[table].list({ statuses: ended, limit: 200, ...(cursor !== undefined && { cursor }) });
    found.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return found;
}
