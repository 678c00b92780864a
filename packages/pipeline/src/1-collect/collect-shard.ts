/** Runs the collection network over one shard and adds up what comes out. */
import { type CollectNetwork, collectInputs, type SegmentOutputs } from "@gipfel/attribution";
import type { CompiledNetwork, RunTensors } from "@gipfel/engine";
import type { NumberArray } from "../files/array-file.js";
import { placeBlock, placeColumns } from "../numerics/place-block.js";
import { addResidual, type ResidualSums } from "../numerics/residual.js";
import { packSymmetric, Sums } from "../numerics/sums.js";
import { pairLayout, pairSize } from "../pair-layout.js";
import type { AnalysedClass, PreparedAnalysis } from "../prepare.js";
import { type CollectFacts, shardNames } from "../shard-names.js";
import type { ImageBatch, ShardBatches } from "./image-batches.js";

export interface CollectedShard {
  readonly arrays: ReadonlyMap<string, NumberArray>;
  readonly facts: CollectFacts;
}

export async function collectShard(
  prepared: PreparedAnalysis,
  collect: CollectNetwork,
  compiled: CompiledNetwork,
  analysed: AnalysedClass,
  { batches, skipped }: ShardBatches,
  onBatch: (images: number) => void,
): Promise<CollectedShard> {
  const totals = new ShardTotals(prepared, collect, analysed);
  for await (const batch of batches) {
    const classWeights = new Float32Array(prepared.model.outputs);
    classWeights[analysed.index] = 1;
    const outputs = await compiled.run({
      [prepared.model.network.inputs[0]!]: batch.tensor,
      [collectInputs.selection]: batch.selection,
      [collectInputs.classWeights]: { shape: [1, prepared.model.outputs], data: classWeights },
    });
    totals.add(batch, outputs);
    onBatch(batch.images.length);
  }
  return totals.finish(skipped);
}

class ShardTotals {
  readonly #sums = new Sums();
  readonly #rows = new Map<string, Float32Array[]>();
  readonly #rests = new Map<string, Float32Array>();
  readonly #residuals = new Map<string, ResidualSums>();
  readonly #images: number[] = [];
  readonly #groupImages = new Map<number, number>();
  #correct = 0;
  #logitSum = 0;

  constructor(
    private readonly prepared: PreparedAnalysis,
    private readonly collect: CollectNetwork,
    private readonly analysed: AnalysedClass,
  ) {}

  add(batch: ImageBatch, outputs: RunTensors): void {
    this.#addImages(batch, outputs[this.collect.logits]!.data);
    for (const { layer, sums, gram, maxima, places } of this.collect.layers) {
      this.#sums.add(shardNames.sums(layer.id), outputs[sums]!.data);
      if (gram) this.#sums.add(shardNames.gram(layer.id), outputs[gram]!.data);
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
      if (row.every((logit) => logit <= own)) this.#correct += 1;
    });
  }

  #addRows(name: string, values: Float32Array): void {
    const rows = this.#rows.get(name);
    if (rows) rows.push(values);
    else this.#rows.set(name, [values]);
  }

  #addSegment(outputs: SegmentOutputs, batch: ImageBatch, values: RunTensors): void {
    const { segment, pairs, columns, difference } = outputs;
    const { target } = segment;
    const images = batch.images.length;
    const residual = this.#residuals.get(target.id) ?? { error: 0, difference: 0 };
    this.#residuals.set(target.id, residual);
    if (segment.columns === "class") {
      const total = new Float64Array(images);
      for (const { source, contribution, gradient, sum } of columns) {
        const layout = pairLayout(segment, segment.sources.find(({ tensor }) => tensor === source)!);
        const size = layout.source.neurons;
        batch.groups.forEach((group, row) => {
          this.#sums.add(
            shardNames.contribution(layout.key, group),
            values[contribution]!.data.subarray(row * size, (row + 1) * size),
          );
        });
        this.#sums.add(shardNames.gradient(layout.key), values[gradient]!.data);
        values[sum]!.data.forEach((value, n) => {
          total[n]! += value;
        });
      }
      const own = total.map((_, n) => values[difference]!.data[n * target.neurons + this.analysed.index]!);
      addResidual(residual, total, own);
      return;
    }
    const reached = new Float64Array(images * target.neurons);
    for (const { source, blocks } of pairs) {
      const layout = pairLayout(segment, segment.sources.find(({ tensor }) => tensor === source)!);
      const size = pairSize(layout, 0);
      const width = layout.columns === "diagonal" ? 1 : target.neurons;
      for (const { placement, contribution, gradient, gradientPerImage, columnSums } of blocks) {
        const diagonal =
          layout.columns === "diagonal" ? { ...placement, columns: placement.columns.map(() => 0) } : placement;
        const entries = values[contribution]!.data.length / batch.groups.length;
        batch.groups.forEach((group, row) => {
          const part = values[contribution]!.data.subarray(row * entries, (row + 1) * entries);
          placeBlock(this.#sums.at(shardNames.contribution(layout.key, group), size), width, diagonal, part);
        });
        placeBlock(
          this.#sums.at(shardNames.gradient(layout.key), size),
          width,
          diagonal,
          values[gradient]!.data,
          gradientPerImage ? 1 : images,
        );
        placeColumns(reached, target.neurons, images, placement, values[columnSums]!.data);
      }
    }
    addResidual(residual, reached, values[difference]!.data);
  }

  finish(skipped: CollectFacts["skipped"]): CollectedShard {
    const neurons = new Map(this.collect.layers.map(({ layer }) => [shardNames.gram(layer.id), layer.neurons]));
    const arrays = new Map<string, NumberArray>(this.#rests);
    for (const [name, values] of this.#sums.entries()) {
      const gram = neurons.get(name);
      const isMatrix = name.startsWith("contribution/") || name.startsWith("gradient/");
      arrays.set(
        name,
        gram === undefined ? (isMatrix ? Float32Array.from(values) : values) : packSymmetric(values, gram),
      );
    }
    for (const [name, rows] of this.#rows) arrays.set(name, concatenate(rows));
    return {
      arrays,
      facts: {
        images: this.#images,
        groupImages: Object.fromEntries(this.#groupImages),
        skipped,
        correct: this.#correct,
        logitSum: this.#logitSum,
        residuals: Object.fromEntries(this.#residuals),
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
