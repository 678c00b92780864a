/**
 * A process that does what servers and workers do, until it is killed: `crash-writer.ts URL ARTIFACTS`. What the store
 * confirmed it prints, a line of JSON for each.
 */
import { randomBytes } from "node:crypto";
import { writeSync } from "node:fs";
import { SqliteCheckpointer } from "../database/sqlite-checkpointer.js";
import { openStore } from "../index.js";
import { silentLogger } from "../logger.js";
import { addDataset, addModel } from "./place.js";

/** What the store confirmed about an analysis. */
export type Confirmed =
  | { readonly kind: "created" | "finished" | "removed"; readonly id: string }
  | { readonly kind: "done"; readonly id: string; readonly key: string; readonly hash: string };

const shardKeys = ["0", "1", "2", "3", "4"];

const confirm = (confirmed: Confirmed) => writeSync(1, `${JSON.stringify(confirmed)}\n`);

const [url, artifacts] = process.argv.slice(2);
const worker = `process ${process.pid}`;
const store = await openStore({ url, artifacts });
// Often enough that some die in the middle of it.
if (url.startsWith("file:")) new SqliteCheckpointer(url.slice("file:".length), silentLogger, 50);
const model = await addModel(store);
const dataset = await addDataset(store);
const about = { modelId: model.id, datasetId: dataset.id, options: {} };

for (let i = 0; ; i++) {
  const creation = await store.createOnce({ owner: worker, key: `${i}`, request: "" }, async ({ analyses, shards }) => {
    const { id } = await analyses.create({ name: `analysis ${i}`, ...about });
    await shards.plan(
      id,
      shardKeys.map((key) => ({ phase: "collect", key })),
    );
    return id;
  });
  confirm({ kind: "created", id: String("answer" in creation && creation.answer) });

  const started = await store.analyses.startNext(Number.MAX_SAFE_INTEGER);
  if (!started) continue;
  const { id } = started;
  const files = [];
  for (const key of shardKeys) {
    const shard = { analysisId: id, phase: "collect", key };
    await store.shards.claim(shard, { worker, seconds: 60 });
    const { hash, bytes } = await store.artifacts.put(randomBytes(2000));
    if (await store.shards.complete(shard, { worker, hash })) confirm({ kind: "done", id, key, hash });
    files.push({ path: `shards/${key}`, hash, bytes });
  }
  if (await store.analyses.finish(id, { timings: { collect: 1 }, files })) confirm({ kind: "finished", id });
  if (i % 3 === 2 && (await store.analyses.remove(id))) confirm({ kind: "removed", id });
}
