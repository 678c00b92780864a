import type { CollectNetwork, SegmentOutputs } from "@gipfel/attribution";
import type { ProbabilityKind } from "@gipfel/contracts";
import type { RunTensors } from "@gipfel/engine";
import type { NumberArray } from "../files/array-file.js";
import { addColumns, MatrixSums, splitRows } from "../numerics/matrix-sums.js";
import { addResidual, type ResidualSums } from "../numerics/residual.js";
import { addInto, asFloat32, packSymmetric, Sums } from "../numerics/sums.js";
import { pairLayout, pairLayoutFrom, storedPlacements } from "../pair-layout.js";
import type { AnalysedClass, PreparedAnalysis } from "../prepare.js";
import { type CollectFacts, shardNames } from "../shard-names.js";
import type { ImageBatch } from "./image-batches.js";
import { type Prediction, predictionOf, probabilityKind } from "./prediction.js";
import { infiniteContributions, requireFinite } from "./require-finite.js";

export interface CollectedShard {
  readonly arrays: ReadonlyMap<string, NumberArray>;
  readonly facts: CollectFacts;
}

/** Adds up what the collection network returns for the batches of one shard. */
export class ShardTotals {
  readonly #sums = new Sums();
  readonly #rows = new Map<string, Float32Array[]>();
  readonly #rests = new Map<string, Float32Array>();
  readonly #matrices = new MatrixSums();
  readonly #differences = new Sums();
  readonly #images: number[] = [];
  readonly #predictions: Prediction[] = [];
  readonly #kind: ProbabilityKind;
  readonly #groupImages = new Map<number, number>();
  #correct = 0;
  #logitSum = 0;

  constructor(
    private readonly prepared: PreparedAnalysis,
    private readonly collect: CollectNetwork,
    private readonly analysed: AnalysedClass,
  ) {
    this.#kind = probabilityKind(prepared.model);
  }

  /** @throws GipfelError METHOD_UNDEFINED where values are not finite. */
  add(batch: ImageBatch, outputs: RunTensors): void {
    requireFinite(this.collect, batch, outputs);
    this.#addImages(batch, outputs[this.collect.logits]!.data);
    for (const { layer, sums, means, gram, maxima, places } of this.collect.layers) {
      this.#sums.add(shardNames.sums(layer.id), outputs[sums]!.data);
      if (gram) this.#matrices.add(shardNames.gram(layer.id), outputs[gram]!.data);
      if (layer.role === "hidden") this.#addRows(shardNames.means(layer.id), outputs[means]!.data);
      if (maxima) this.#addRows(shardNames.maxima(layer.id), outputs[maxima]!.data);
      if (places) this.#addRows(shardNames.places(layer.id), outputs[places]!.data);
    }
    for (const { layer, rest } of this.collect.rests) this.#rests.set(shardNames.rest(layer.id), outputs[rest]!.data);
    for (const { layer, flow, rest } of this.collect.flows) {
      this.#sums.add(shardNames.flow(layer.id), outputs[flow]!.data);
      if (rest) this.#sums.add(shardNames.restFlow(layer.id), outputs[rest]!.data);
    }
    for (const segment of this.collect.segments) this.#addSegment(segment, batch, outputs);
  }

  #addImages({ images }: ImageBatch, logits: Float32Array): void {
    const { outputs } = this.prepared.model;
    images.forEach(({ image, group }, n) => {
      this.#images.push(image.index);
      this.#groupImages.set(group, (this.#groupImages.get(group) ?? 0) + 1);
      const row = logits.subarray(n * outputs, (n + 1) * outputs);
      const own = row[this.analysed.index]!;
      this.#logitSum += own;
      this.#predictions.push(predictionOf(row, this.analysed.index, this.#kind));
      if (row.every((logit) => logit <= own)) this.#correct += 1;
    });
  }

  #addRows(name: string, values: Float32Array): void {
    const rows = this.#rows.get(name);
    if (rows) rows.push(values);
    else this.#rows.set(name, [values]);
  }

  #addSegment(outputs: SegmentOutputs, batch: ImageBatch, values: RunTensors): void {
    const { segment, blocks, columns, difference } = outputs;
    const { target } = segment;
    const images = batch.images.length;
    for (const { placements, contribution, gradient, gradientPerImage } of blocks) {
      const rows = splitRows(values[contribution]!.data, batch.groups.length);
      const factor = gradientPerImage ? 1 : images;
      for (const { key, size, width, placement } of storedPlacements(segment, placements)) {
        batch.groups.forEach((group, row) => {
          this.#matrices.place(shardNames.contribution(key, group), size, width, placement, rows[row]!);
        });
        this.#matrices.place(shardNames.gradient(key), size, width, placement, values[gradient]!.data, factor);
      }
    }
    for (const { source, contribution, gradient } of columns) {
      const { key } = pairLayoutFrom(segment, source);
      const rows = splitRows(values[contribution]!.data, batch.groups.length);
      batch.groups.forEach((group, row) => {
        this.#matrices.add(shardNames.contribution(key, group), rows[row]!);
      });
      this.#matrices.add(shardNames.gradient(key), values[gradient]!.data);
    }
    this.#addDifferences(target.id, target.neurons, batch, values[difference]!.data);
  }

  #addDifferences(target: string, neurons: number, { images }: ImageBatch, differences: Float32Array): void {
    images.forEach(({ group }, n) => {
      addInto(
        this.#differences.at(`${target}\n${group}`, neurons),
        differences.subarray(n * neurons, (n + 1) * neurons),
      );
    });
  }

  /** ‖Σ A − Δ‖² and ‖Δ‖² over target neurons and image groups, from the pair matrices themselves. */
  #residual({ segment }: SegmentOutputs): ResidualSums {
    const { target, columns } = segment;
    const residual = { error: 0, difference: 0 };
    for (const group of this.#groupImages.keys()) {
      const differences = this.#differences.at(`${target.id}\n${group}`, target.neurons);
      const reached = new Float64Array(columns === "class" ? 1 : target.neurons);
      for (const source of segment.sources) {
        const matrix = this.#matrices.get(shardNames.contribution(pairLayout(segment, source).key, group));
        if (matrix) addColumns(reached, matrix, columns === "diagonal");
      }
      addResidual(residual, reached, columns === "class" ? [differences[this.analysed.index]!] : differences);
    }
    if (!Number.isFinite(residual.error)) throw infiniteContributions(target.name);
    return residual;
  }

  finish(skipped: CollectFacts["skipped"]): CollectedShard {
    const neurons = new Map(this.collect.layers.map(({ layer }) => [shardNames.gram(layer.id), layer.neurons]));
    const arrays = new Map<string, NumberArray>(this.#rests);
    for (const [name, values] of this.#matrices.entries()) {
      const gram = neurons.get(name);
      arrays.set(name, gram === undefined ? asFloat32(values) : packSymmetric(values, gram));
    }
    for (const [name, values] of this.#sums.entries()) arrays.set(name, values);
    for (const [name, rows] of this.#rows) arrays.set(name, concatenate(rows));
    return {
      arrays,
      facts: {
        images: this.#images,
        predictions: this.#predictions,
        groupImages: Object.fromEntries(this.#groupImages),
        skipped,
        correct: this.#correct,
        logitSum: this.#logitSum,
        residuals: Object.fromEntries(
          this.collect.segments.map((outputs) => [outputs.segment.target.id, this.#residual(outputs)]),
        ),
      },
    };
  }
}

function concatenate(rows: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(rows.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const row of rows) {
    joined.set(row, at);
    at += row.length;
  }
  return joined;
}
