/**
 * Runs one segment over one batch from its sources' activations: once where the closed form holds, else by
 * Gauss–Legendre quadrature with the number of points doubled until completeness is within tolerance.
 */
import {
  type Baselines,
  buildSegmentNetwork,
  gaussLegendre,
  type PairColumns,
  type SegmentNetwork,
  type SegmentPlan,
  type SegmentTask,
  segmentInputs,
} from "@gipfel/attribution";
import type { CompiledNetwork, Engine, RunTensor, RunTensors } from "@gipfel/engine";
import { type Network, nodeNamed } from "@gipfel/network";
import { splitRows } from "../numerics/matrix-sums.js";
import { placeBlock } from "../numerics/place-block.js";
import { addResidual, type ResidualSums, residualOf } from "../numerics/residual.js";
import { addInto, Sums } from "../numerics/sums.js";
import { pairLayoutFrom, storedPlacements } from "../pair-layout.js";

/** Points of a path at first, and at most; they are doubled until the contributions add up. */
export const pathPoints = { first: 4, most: 256 } as const;

/** A batch as a segment sees it. */
export interface SegmentBatch {
  /** By tensor: `[N, C, H, W]`. */
  readonly activations: RunTensors;
  /** `[G, N]` */
  readonly selection: RunTensor;
  readonly groups: readonly number[];
}

/** A set of target neurons that gets one column: a concept, or the class. */
export type TargetColumn = readonly number[];

export interface SegmentResult {
  /** By pair key and group: Σ over the group's images. */
  readonly contributions: ReadonlyMap<string, ReadonlyMap<number, Float64Array>>;
  /** By pair key: Σ over the batch's images. */
  readonly gradients: ReadonlyMap<string, Float64Array>;
  readonly residual: ResidualSums;
  /** Points of the path; 0 for the closed form. */
  readonly steps: number;
}

export class SegmentRunner {
  readonly #compiled = new Map<SegmentTask, Promise<{ made: SegmentNetwork; compiled: CompiledNetwork }>>();

  constructor(
    private readonly network: Network,
    readonly plan: SegmentPlan,
    private readonly engine: Engine,
    private readonly baselines: Baselines,
    private readonly tolerance: number,
  ) {}

  /** @param columns target neurons of each column, for segments whose columns are nodes or the class. */
  async attribute(batch: SegmentBatch, columns: readonly TargetColumn[]): Promise<SegmentResult> {
    if (this.plan.kind === "exact") return this.#integrate(batch, columns, 0);
    for (let steps = pathPoints.first; ; steps *= 2) {
      const result = await this.#integrate(batch, columns, steps);
      if (steps >= pathPoints.most || (residualOf(result.residual) ?? 0) <= this.tolerance) return result;
    }
  }

  /**
   * Carries weights on the target back to the sources.
   *
   * @param steps the points that {@link attribute} needed.
   */
  async pull(
    batch: SegmentBatch,
    weights: RunTensor,
    steps: number,
  ): Promise<{ pulled: Map<string, Float32Array>; restFlow: Float32Array }> {
    const { made, compiled } = await this.#prepare("pull");
    const pulled = new Map<string, Float32Array>();
    let restFlow = new Float32Array(this.plan.target.neurons);
    for (const { alpha, weight } of path(this.plan.kind === "exact" ? 0 : Math.max(steps, pathPoints.first))) {
      const outputs = await compiled.run({ ...this.#feeds(batch, alpha), [segmentInputs.weights]: weights });
      restFlow = outputs[made.restFlow!]!.data as Float32Array<ArrayBuffer>;
      for (const [source, name] of made.pulled) {
        const { data } = outputs[name]!;
        const sum = pulled.get(source);
        if (!sum)
          pulled.set(
            source,
            data.map((value) => weight * value),
          );
        else for (let i = 0; i < sum.length; i += 1) sum[i]! += weight * data[i]!;
      }
    }
    return { pulled, restFlow };
  }

  async dispose(): Promise<void> {
    for (const pending of this.#compiled.values()) await (await pending).compiled.dispose();
    this.#compiled.clear();
  }

  async #integrate(batch: SegmentBatch, columns: readonly TargetColumn[], steps: number): Promise<SegmentResult> {
    const totals = new SegmentTotals(this.plan, batch, columns.length);
    const neuronwise: readonly PairColumns[] = ["neurons", "diagonal"];
    for (const { alpha, weight } of path(steps)) {
      const feeds = this.#feeds(batch, alpha);
      if (neuronwise.includes(this.plan.columns)) {
        const { made, compiled } = await this.#prepare("pairs");
        totals.addPairs(made, await compiled.run(feeds), weight);
        continue;
      }
      const { made, compiled } = await this.#prepare("column");
      for (const [column, neurons] of columns.entries()) {
        const outputs = await compiled.run({ ...feeds, [segmentInputs.weights]: this.#columnWeights(neurons) });
        totals.addColumn(made, outputs, weight, column, neurons);
      }
    }
    return totals.finish(steps);
  }

  #columnWeights(neurons: TargetColumn): RunTensor {
    const { shape } = nodeNamed(this.network, this.plan.target.tensor);
    const data = new Float32Array(this.plan.target.neurons);
    for (const neuron of neurons) data[neuron] = 1;
    return { shape: [1, data.length, ...shape.slice(2).map(() => 1)], data };
  }

  #feeds(batch: SegmentBatch, alpha: number): RunTensors {
    const sources = this.plan.sources.map(({ tensor }) => [`source:${tensor}`, batch.activations[tensor]!] as const);
    return {
      ...Object.fromEntries(sources),
      [segmentInputs.selection]: batch.selection,
      [segmentInputs.alpha]: { shape: [1], data: Float32Array.of(alpha) },
    };
  }

  #prepare(task: SegmentTask): Promise<{ made: SegmentNetwork; compiled: CompiledNetwork }> {
    const known = this.#compiled.get(task);
    if (known) return known;
    const made = buildSegmentNetwork(this.network, this.plan, this.baselines, task);
    const pending = this.engine.compile(made.network).then((compiled) => ({ made, compiled }));
    this.#compiled.set(task, pending);
    return pending;
  }
}

/** Points and weights of the path; the closed form takes its one step at the activation. */
function path(steps: number): { alpha: number; weight: number }[] {
  if (steps === 0) return [{ alpha: 1, weight: 1 }];
  const { points, weights } = gaussLegendre(steps);
  return Array.from(points, (alpha, k) => ({ alpha, weight: weights[k]! }));
}

/** Adds up one batch over the points of the path. */
class SegmentTotals {
  readonly #sums = new Sums();
  readonly #gradients = new Sums();
  readonly #reached: Float64Array;
  readonly #differences: Float64Array;
  readonly #images: number;
  readonly #width: number;

  constructor(
    private readonly plan: SegmentPlan,
    private readonly batch: SegmentBatch,
    private readonly columns: number,
  ) {
    this.#images = batch.selection.shape[1]!;
    this.#width = columns > 0 ? columns : plan.target.neurons;
    this.#reached = new Float64Array(this.#images * this.#width);
    this.#differences = new Float64Array(this.#reached.length);
  }

  addPairs(made: SegmentNetwork, outputs: RunTensors, weight: number): void {
    const { plan, batch } = this;
    for (const { placements, contribution, gradient, gradientPerImage } of made.blocks) {
      const rows = splitRows(outputs[contribution]!.data, batch.groups.length);
      const factor = weight * (gradientPerImage ? 1 : this.#images);
      for (const { key, size, width, placement } of storedPlacements(plan, placements)) {
        batch.groups.forEach((group, row) => {
          placeBlock(this.#sums.at(`${key}\n${group}`, size), width, placement, rows[row]!, weight);
        });
        placeBlock(this.#gradients.at(key, size), width, placement, outputs[gradient]!.data, factor);
      }
    }
    addInto(this.#reached, outputs[made.reached!]!.data, weight);
    this.#differences.set(outputs[made.difference]!.data);
  }

  addColumn(made: SegmentNetwork, outputs: RunTensors, weight: number, column: number, neurons: TargetColumn): void {
    const { plan, batch, columns } = this;
    for (const { source, contribution, gradient, sum } of made.columns) {
      const layout = pairLayoutFrom(plan, source);
      const rows = layout.source.neurons;
      const spread = (into: Float64Array, values: Float32Array) => {
        for (let i = 0; i < rows; i += 1) into[i * columns + column]! += weight * values[i]!;
      };
      batch.groups.forEach((group, row) => {
        spread(
          this.#sums.at(`${layout.key}\n${group}`, rows * columns),
          outputs[contribution]!.data.subarray(row * rows, (row + 1) * rows),
        );
      });
      spread(this.#gradients.at(layout.key, rows * columns), outputs[gradient]!.data);
      for (let n = 0; n < this.#images; n += 1) this.#reached[n * columns + column]! += weight * outputs[sum]!.data[n]!;
    }
    const differences = outputs[made.difference]!.data;
    for (let n = 0; n < this.#images; n += 1) {
      const own = neurons.reduce((total, neuron) => total + differences[n * plan.target.neurons + neuron]!, 0);
      this.#differences[n * columns + column] = own;
    }
  }

  finish(steps: number): SegmentResult {
    const contributions = new Map<string, Map<number, Float64Array>>();
    for (const [name, values] of this.#sums.entries()) {
      const [key, group] = name.split("\n") as [string, string];
      const byGroup = contributions.get(key) ?? new Map<number, Float64Array>();
      byGroup.set(Number(group), values);
      contributions.set(key, byGroup);
    }
    const residual = { error: 0, difference: 0 };
    addResidual(residual, this.#reached, this.#differences);
    return { contributions, gradients: new Map(this.#gradients.entries()), residual, steps };
  }
}
