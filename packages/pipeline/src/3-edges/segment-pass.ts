/**
 * The second pass: segments that the closed form does not cover, or that need a column per concept, and the flow that
 * runs through them.
 */
import { existsSync } from "node:fs";
import { type Baselines, isCollected } from "@gipfel/attribution";
import type { CompiledNetwork, Engine, RunTensor, RunTensors } from "@gipfel/engine";
import { type ImageBatch, readShards, type ShardBatches } from "../1-collect/image-batches.js";
import { ImageProgress } from "../1-collect/image-progress.js";
import type { Shard } from "../1-collect/plan-shards.js";
import { infiniteContributions } from "../1-collect/require-finite.js";
import { conceptsOf, type NodeMap, type ScopedNodes } from "../2-concepts/layer-concepts.js";
import type { AnalysisFolder } from "../files/analysis-folder.js";
import { type NumberArray, writeArrays } from "../files/array-file.js";
import type { ResidualSums } from "../numerics/residual.js";
import { Sums } from "../numerics/sums.js";
import type { RunContext } from "../ports.js";
import type { AnalysedClass, PreparedAnalysis } from "../prepare.js";
import type { ResidualWatch } from "../residual-watch.js";
import { type EdgeFacts, shardNames } from "../shard-names.js";
import { compileLayers, layerActivations } from "./layer-activations.js";
import { SegmentRunner, type TargetColumn } from "./segment-runner.js";

/** Whether an analysis needs this pass. */
export function needsSegmentPass({ plan }: PreparedAnalysis): boolean {
  return !plan.segments.every(isCollected);
}

/** The networks of the second pass, compiled when the first shard needs them. */
export class SegmentPass {
  readonly #runners: readonly SegmentRunner[];
  #forward: Promise<CompiledNetwork> | undefined;

  constructor(
    private readonly prepared: PreparedAnalysis,
    private readonly engine: Engine,
    private readonly folder: AnalysisFolder,
    private readonly baselines: Baselines,
    private readonly concepts: ScopedNodes,
    private readonly watch: ResidualWatch,
  ) {
    const { plan, options } = prepared;
    this.#runners = plan.segments.map(
      (segment) => new SegmentRunner(plan.network, segment, engine, baselines, options.tolerance),
    );
  }

  /** Integrates those of the shards that are not in the folder yet. */
  async integrate(shards: readonly Shard[], context: RunContext): Promise<void> {
    const { prepared, folder, baselines, concepts } = this;
    const pending = shards.filter(({ id }) => !existsSync(folder.edges(id)));
    if (pending.length === 0) return;
    const progress = new ImageProgress("edges", shards, pending, context);
    const forward = await this.#compile();
    for await (const batches of readShards(prepared, pending, prepared.options.batch, context.signal)) {
      const analysed = prepared.classes.find(({ id }) => id === batches.shard.classId)!;
      const own = conceptsOf(concepts, analysed);
      const shard = new ShardPass(prepared, this.#runners, forward, baselines, analysed, own);
      const { arrays, facts } = await shard.run(batches, (images) => progress.add(images));
      this.watch.add(facts.residuals, context);
      await writeArrays(folder.edges(batches.shard.id), arrays, { ...facts });
    }
  }

  /** Frees the engine's memory; a later call compiles anew. */
  async dispose(): Promise<void> {
    for (const runner of this.#runners) await runner.dispose();
    const forward = this.#forward;
    this.#forward = undefined;
    await (await forward)?.dispose();
  }

  #compile(): Promise<CompiledNetwork> {
    this.#forward ??= compileLayers(this.prepared.plan, this.engine);
    return this.#forward;
  }
}

class ShardPass {
  readonly #sums = new Sums();
  readonly #residuals = new Map<string, ResidualSums>();
  readonly #steps = new Map<string, number>();

  constructor(
    private readonly prepared: PreparedAnalysis,
    private readonly runners: readonly SegmentRunner[],
    private readonly forward: CompiledNetwork,
    private readonly baselines: Baselines,
    private readonly analysed: AnalysedClass,
    private readonly concepts: NodeMap,
  ) {}

  async run(
    { batches }: ShardBatches,
    onBatch: (images: number) => void,
  ): Promise<{ arrays: Map<string, NumberArray>; facts: EdgeFacts }> {
    for await (const batch of batches) {
      const activations = await layerActivations(this.prepared.plan, this.forward, batch.tensor);
      const steps = await this.#addEdges(batch, activations);
      await this.#addFlow(batch, activations, steps);
      onBatch(batch.images.length);
    }
    const arrays = new Map<string, NumberArray>();
    for (const [name, values] of this.#sums.entries()) {
      arrays.set(
        name,
        name.startsWith("contribution/") || name.startsWith("gradient/") ? Float32Array.from(values) : values,
      );
    }
    return {
      arrays,
      facts: { residuals: Object.fromEntries(this.#residuals), steps: Object.fromEntries(this.#steps) },
    };
  }

  /** @returns the points that each segment needed, by target. */
  async #addEdges(batch: ImageBatch, activations: RunTensors): Promise<Map<string, number>> {
    const needed = new Map<string, number>();
    for (const runner of this.runners) {
      if (isCollected(runner.plan)) continue;
      const { target } = runner.plan;
      const columns = this.#columnsOf(runner);
      if (columns === undefined) continue;
      const result = await runner.attribute({ activations, selection: batch.selection, groups: batch.groups }, columns);
      for (const [key, byGroup] of result.contributions) {
        for (const [group, values] of byGroup) this.#sums.add(shardNames.contribution(key, group), values);
      }
      for (const [key, values] of result.gradients) this.#sums.add(shardNames.gradient(key), values);
      const residual = this.#residuals.get(target.id) ?? { error: 0, difference: 0 };
      residual.error += result.residual.error;
      residual.difference += result.residual.difference;
      if (!Number.isFinite(residual.error)) throw infiniteContributions(target.name);
      this.#residuals.set(target.id, residual);
      this.#steps.set(target.id, Math.max(this.#steps.get(target.id) ?? 0, result.steps));
      needed.set(target.id, result.steps);
    }
    return needed;
  }

  /** Target neurons of each column; none where all neurons are done together; undefined where the target is all dead. */
  #columnsOf({ plan }: SegmentRunner): readonly TargetColumn[] | undefined {
    if (plan.columns === "class") return [[this.analysed.index]];
    if (plan.columns !== "nodes") return [];
    const { clusters } = this.concepts[plan.target.id]!;
    return clusters.length > 0 ? clusters : undefined;
  }

  async #addFlow(batch: ImageBatch, activations: RunTensors, steps: ReadonlyMap<string, number>): Promise<void> {
    const { plan } = this.prepared;
    const output = plan.layers.find(({ role }) => role === "output")!;
    const weights = new Map<string, RunTensor>([[output.tensor, this.#classWeights(activations[output.tensor]!)]]);
    for (const runner of [...this.runners].reverse()) {
      const { target } = runner.plan;
      const g = weights.get(target.tensor);
      if (!g) continue;
      const { pulled, restFlow } = await runner.pull({ activations, ...batch }, g, steps.get(target.id) ?? 0);
      this.#sums.add(shardNames.restFlow(target.id), restFlow);
      for (const [source, part] of pulled) {
        const known = weights.get(source);
        if (known) for (let i = 0; i < part.length; i += 1) known.data[i]! += part[i]!;
        else weights.set(source, { shape: activations[source]!.shape, data: part });
      }
    }
    for (const layer of plan.layers) {
      const g = weights.get(layer.tensor);
      if (!g) continue;
      const flow = flowOf(activations[layer.tensor]!, g, this.baselines.get(layer.tensor));
      this.#sums.add(shardNames.flow(layer.id), layer.role === "input" ? [flow.reduce((a, b) => a + b)] : flow);
    }
  }

  #classWeights({ shape }: RunTensor): RunTensor {
    const data = new Float32Array(shape[0]! * shape[1]!);
    for (let n = 0; n < shape[0]!; n += 1) data[n * shape[1]! + this.analysed.index] = 1;
    return { shape, data };
  }
}

/** `[C]`: Σ over images and positions of (a − a')·g. */
function flowOf({ shape, data }: RunTensor, g: RunTensor, baseline: Float32Array | undefined): Float64Array {
  const [images, channels] = shape as [number, number];
  const positions = data.length / (images * channels);
  const flow = new Float64Array(channels);
  for (let n = 0; n < images; n += 1) {
    for (let c = 0; c < channels; c += 1) {
      const start = (n * channels + c) * positions;
      const base = baseline?.[c] ?? 0;
      let sum = 0;
      for (let p = start; p < start + positions; p += 1) sum += (data[p]! - base) * g.data[p]!;
      flow[c]! += sum;
    }
  }
  return flow;
}
