/** Phase 1: every image through the collection network, shard by shard. */
import { existsSync } from "node:fs";
import { type Baselines, buildCollectNetwork, type CollectNetwork, collectInputs } from "@gipfel/attribution";
import type { Engine, RunTensors } from "@gipfel/engine";
import type { AnalysisFolder } from "../files/analysis-folder.js";
import { writeArrays } from "../files/array-file.js";
import { WriteQueue } from "../files/write-queue.js";
import type { RunContext } from "../ports.js";
import type { AnalysedClass, PreparedAnalysis } from "../prepare.js";
import { type ImageBatch, readShards } from "./image-batches.js";
import { InOrder } from "./in-order.js";
import { ShardTotals } from "./shard-totals.js";

/** Runs that wait for the engine while it computes, so that it never waits for sums and files. */
const runsAhead = 1;
const writesAtOnce = 2;

export async function collect(
  prepared: PreparedAnalysis,
  engine: Engine,
  folder: AnalysisFolder,
  baselines: Baselines,
  context: RunContext,
): Promise<CollectNetwork> {
  const { options, classes } = prepared;
  const network = buildCollectNetwork(prepared.plan, { profile: options.profile, baselines });
  const byId = new Map(classes.map((analysed) => [analysed.id, analysed]));
  const shards = classes.flatMap((analysed) => analysed.shards);
  const pending = shards.filter(({ id }) => !existsSync(folder.collected(id)));
  const total = shards.reduce((sum, { images }) => sum + images.length, 0);
  let done = total - pending.reduce((sum, { images }) => sum + images.length, 0);
  if (pending.length === 0) return network;
  const compiled = await engine.compile(network.network);
  const writes = new WriteQueue(writesAtOnce);
  const runs = new InOrder(runsAhead);
  try {
    for await (const { shard, batches, skipped } of readShards(prepared, pending, options.batch, context.signal)) {
      const analysed = byId.get(shard.classId)!;
      const totals = new ShardTotals(prepared, network, analysed);
      for await (const batch of batches) {
        await runs.add(compiled.run(feedsOf(prepared, analysed, batch)), (outputs) => {
          totals.add(batch, outputs);
          done += batch.images.length;
          context.onProgress?.({ phase: "collect", done, total, unit: "images" });
        });
      }
      await runs.add(Promise.resolve(), () => {
        for (const { image, reason } of skipped) context.onNotice?.(`skipped ${image}: ${reason}`);
        const { arrays, facts } = totals.finish(skipped);
        return writes.add(() => writeArrays(folder.collected(shard.id), arrays, { ...facts }));
      });
    }
    await runs.drain();
    await writes.drain();
  } finally {
    await compiled.dispose();
  }
  return network;
}

function feedsOf({ model }: PreparedAnalysis, { index }: AnalysedClass, { tensor, selection }: ImageBatch): RunTensors {
  const weights = new Float32Array(model.outputs);
  weights[index] = 1;
  return {
    [model.network.inputs[0]!]: tensor,
    [collectInputs.selection]: selection,
    [collectInputs.classWeights]: { shape: [1, model.outputs], data: weights },
  };
}
