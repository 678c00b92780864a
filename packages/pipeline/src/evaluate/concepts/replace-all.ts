import { type Layer, networkFrom } from "@gipfel/attribution";
import type { ConceptBasis } from "@gipfel/concepts";
import type { Engine, RunTensor } from "@gipfel/engine";
import type { Network } from "@gipfel/network";
import { stopIfInterrupted } from "../../interruption.js";
import { joined } from "./layer-tail.js";
import { byConcepts } from "./replacement.js";
import { batchesOf, type EvaluationImage, stacked } from "./test-images.js";

/**
 * Logits with all given layers replaced by what their concepts say, each computed from the replaced ones before it.
 *
 * @param bases by layer id; layers without one stay as they are
 * @returns `[images * K]`
 */
export async function logitsOfConcepts(
  engine: Engine,
  network: Network,
  layers: readonly Layer[],
  bases: ReadonlyMap<string, ConceptBasis>,
  images: readonly EvaluationImage[],
  shape: readonly number[],
  batch: number,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const replaced = layers.filter(({ id }) => bases.has(id));
  const stages = replaced.map((layer, i) => ({
    tensor: layer.tensor,
    positions: layer.size[0] * layer.size[1],
    replacement: byConcepts(bases.get(layer.id)!),
    network: networkFrom(
      network,
      replaced.slice(0, i).map(({ tensor }) => tensor),
      layer.tensor,
    ),
  }));
  const output = network.outputs[0]!;
  const last = networkFrom(
    network,
    replaced.map(({ tensor }) => tensor),
    output,
  );
  const compiled = await Promise.all([...stages.map((stage) => stage.network), last].map((own) => engine.compile(own)));
  const rows: Float32Array[] = [];
  try {
    for (const { images: some } of batchesOf(images, batch)) {
      const values: Record<string, RunTensor> = { [network.inputs[0]!]: stacked(some, shape) };
      const feeds = (own: Network) => Object.fromEntries(own.inputs.map((name) => [name, values[name]!]));
      for (const [i, { tensor, positions, replacement, network: own }] of stages.entries()) {
        stopIfInterrupted(signal);
        const { shape: size, data } = (await compiled[i]!.run(feeds(own)))[tensor]!;
        values[tensor] = { shape: size, data: replacement(data, some.length, positions) };
      }
      rows.push((await compiled[stages.length]!.run(feeds(last)))[output]!.data);
    }
  } finally {
    for (const one of compiled) await one.dispose();
  }
  return joined(rows);
}
