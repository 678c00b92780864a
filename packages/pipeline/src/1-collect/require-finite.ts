/** Values that no result could be made of, found in the batch that has them. */
import type { CollectNetwork } from "@gipfel/attribution";
import { GipfelError } from "@gipfel/contracts";
import type { RunTensors } from "@gipfel/engine";
import type { ImageBatch } from "./image-batches.js";

/**
 * Activations first, in the order of the network, then what is attributed.
 *
 * @throws GipfelError METHOD_UNDEFINED, with the first layer that is not finite.
 */
export function requireFinite(collect: CollectNetwork, { images }: ImageBatch, outputs: RunTensors): void {
  const holdsNumbers = (output: string) => outputs[output]!.data.every(Number.isFinite);
  const names = images.map(({ image }) => image.name);
  const batch = names.length > 1 ? `${names[0]} to ${names.at(-1)}` : names[0];
  for (const { layer, sums } of collect.layers) {
    if (holdsNumbers(sums)) continue;
    throw new GipfelError(
      "METHOD_UNDEFINED",
      `layer ${layer.name} requires finite activations: some are infinite or undefined on ${batch}`,
    );
  }
  for (const { layer, rest } of collect.rests) if (!holdsNumbers(rest)) throw infiniteContributions(layer.name);
  for (const { segment, difference } of collect.segments) {
    if (!holdsNumbers(difference)) throw infiniteContributions(segment.target.name);
  }
  for (const { layer, flow } of collect.flows) if (!holdsNumbers(flow)) throw infiniteContributions(layer.name);
}

export function infiniteContributions(layer: string): GipfelError {
  return new GipfelError(
    "METHOD_UNDEFINED",
    `layer ${layer} requires finite contributions: a function before or after it is infinite at the baseline; take --baseline mean, or --layers without it`,
  );
}
