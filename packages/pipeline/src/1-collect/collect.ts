/** Phase 1: every image through the collection network, shard by shard. */
import { existsSync } from "node:fs";
import { type Baselines, buildCollectNetwork, type CollectNetwork, collectInputs } from "@gipfel/attribution";
import type { CompiledNetwork, Engine, RunTensors } from "@gipfel/engine";
import type { AnalysisFolder } from "../files/analysis-folder.js";
import { writeArrays } from "../files/array-file.js";
import { WriteQueue } from "../files/write-queue.js";
import type { RunContext } from "../ports.js";
import type { AnalysedClass, PreparedAnalysis } from "../prepare.js";
import type { ResidualWatch } from "../residual-watch.js";
import { type ImageBatch, readShards } from "./image-batches.js";
import { ImageProgress } from "./image-progress.js";
import { InOrder } from "./in-order.js";
import type { Shard } from "./plan-shards.js";
import { ShardTotals } from "./shard-totals.js";

/** Runs that wait for the engine while it computes, so that it never waits for sums and files. */
const runsAhead = 1;
const writesAtOnce = 2;

/** The collection network of an analysis, compiled when the first shard needs it. */
export class Collector {
  readonly #network: CollectNetwork;
  #compiled: Promise<CompiledNetwork> | undefined;

  constructor(
    private readonly prepared: PreparedAnalysis,
    private readonly engine: Engine,
    private readonly folder: AnalysisFolder,
    baselines: Baselines,
    private readonly watch: ResidualWatch,
  ) {
    this.#network = buildCollectNetwork(prepared.plan, { profile: prepared.options.profile, baselines });
  }

  /** Collects those of the shards that are not in the folder yet. */
  async collect(shards: readonly Shard[], context: RunContext): Promise<void> {
    const { prepared, folder } = this;
    const pending = shards.filter(({ id }) => !existsSync(folder.collected(id)));
    if (pending.length === 0) return;
    const progress = new ImageProgress("collect", shards, pending, context);
    const compiled = await this.#compile();
    const writes = new WriteQueue(writesAtOnce);
    const runs = new InOrder(runsAhead);
    for await (const { shard, batches, skipped } of readShards(
      prepared,
      pending,
      prepared.options.batch,
      context.signal,
    )) {
      const analysed = prepared.classes.find(({ id }) => id === shard.classId)!;
      const totals = new ShardTotals(prepared, this.#network, analysed);
      for await (const batch of batches) {
        await runs.add(compiled.run(feedsOf(prepared, analysed, batch)), (outputs) => {
          totals.add(batch, outputs);
          progress.add(batch.images.length);
        });
      }
      await runs.add(Promise.resolve(), () => {
        for (const { image, reason } of skipped) context.onNotice?.(`skipped ${image}: ${reason}`);
        const { arrays, facts } = totals.finish(skipped);
        this.watch.add(facts.residuals, context);
        return writes.add(() => writeArrays(folder.collected(shard.id), arrays, { ...facts }));
      });
    }
    await runs.drain();
    await writes.drain();
  }

  /** Frees the engine's memory; a later call compiles anew. */
  async dispose(): Promise<void> {
    const compiled = this.#compiled;
    this.#compiled = undefined;
    await (await compiled)?.dispose();
  }

  #compile(): Promise<CompiledNetwork> {
    this.#compiled ??= this.engine.compile(this.#network.network);
    return this.#compiled;
  }
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
