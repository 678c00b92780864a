/** The network from one layer on, run with the layer's activations replaced. */
import { type Layer, networkFrom, tensorsBeside } from "@gipfel/attribution";
import type { CompiledNetwork, Engine, RunTensor } from "@gipfel/engine";
import type { Network } from "@gipfel/network";
import { stopIfInterrupted } from "../../interruption.js";
import type { Replacement } from "./replacement.js";
import { batchesOf, type EvaluationImage, stacked } from "./test-images.js";

/** Bytes of activations kept for the images that a layer is tested on. */
const ACTIVATION_MEMORY = 500 * 2 ** 20;

export class LayerTail {
  private constructor(
    readonly layer: Layer,
    /** How many of the images, from the first on, are tested on. */
    readonly images: number,
    private readonly tail: CompiledNetwork,
    private readonly output: string,
    private readonly batches: readonly Readonly<Record<string, RunTensor>>[],
  ) {}

  /**
   * Runs the images up to the layer once and keeps what comes after it depends on.
   *
   * @param images where memory is short only the first of them are taken, so mixed by class
   */
  static async open(
    engine: Engine,
    network: Network,
    layer: Layer,
    images: readonly EvaluationImage[],
    shape: readonly number[],
    batch: number,
    signal: AbortSignal | undefined,
  ): Promise<LayerTail> {
    const output = network.outputs[0]!;
    const needed = networkFrom(network, [layer.tensor, ...tensorsBeside(network, layer.tensor)], output);
    const input = network.inputs[0]!;
    const kept = needed.inputs.filter((name) => name !== input);
    const head = await engine.compile({ ...network, outputs: kept });
    const batches: Record<string, RunTensor>[] = [];
    let [bytes, count] = [0, 0];
    try {
      for (const { images: some } of batchesOf(images, batch)) {
        stopIfInterrupted(signal);
        if (bytes > ACTIVATION_MEMORY) break;
        const fed = stacked(some, shape);
        const results = await head.run({ [input]: fed });
        const entries = kept.map((name) => [name, results[name]!] as const);
        const held = Object.fromEntries(needed.inputs.includes(input) ? [...entries, [input, fed] as const] : entries);
        batches.push(held);
        bytes += Object.values(held).reduce((sum, { data }) => sum + data.byteLength, 0);
        count += some.length;
      }
    } finally {
      await head.dispose();
    }
    return new LayerTail(layer, count, await engine.compile(needed), output, batches);
  }

  /** Logits `[images * K]` with the layer's activations replaced. */
  async logits(replacement: Replacement): Promise<Float32Array> {
    const { tensor, size } = this.layer;
    const rows: Float32Array[] = [];
    for (const held of this.batches) {
      const { shape, data } = held[tensor]!;
      const replaced = replacement(data, shape[0]!, size[0] * size[1]);
      const results = await this.tail.run({ ...held, [tensor]: { shape, data: replaced } });
      rows.push(results[this.output]!.data);
      await new Promise(setImmediate);
    }
    return joined(rows);
  }

  async close(): Promise<void> {
    await this.tail.dispose();
  }
}

export function joined(rows: readonly Float32Array[]): Float32Array {
  const result = new Float32Array(rows.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const row of rows) {
    result.set(row, at);
    at += row.length;
  }
  return result;
}
