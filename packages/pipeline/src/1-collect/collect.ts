/** Phase 1: every image through the collection network, shard by shard. */
import { existsSync } from "node:fs";
import { type Baselines, buildCollectNetwork, type CollectNetwork } from "@gipfel/attribution";
import type { Engine } from "@gipfel/engine";
import type { AnalysisFolder } from "../files/analysis-folder.js";
import { writeArrays } from "../files/array-file.js";
import type { RunContext } from "../ports.js";
import type { PreparedAnalysis } from "../prepare.js";
import { collectShard } from "./collect-shard.js";
import { readShards } from "./image-batches.js";

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
  try {
    for await (const batches of readShards(prepared, pending, options.batch, context.signal)) {
      const { shard } = batches;
      const collected = await collectShard(prepared, network, compiled, byId.get(shard.classId)!, batches, (images) => {
        done += images;
        context.onProgress?.({ phase: "collect", done, total, unit: "images" });
      });
      for (const { image, reason } of collected.facts.skipped) context.onNotice?.(`skipped ${image}: ${reason}`);
      await writeArrays(folder.collected(shard.id), collected.arrays, { ...collected.facts });
    }
  } finally {
    await compiled.dispose();
  }
  return network;
}
