/** Pictures of the concepts of an analysis, as files. */
import { existsSync } from "node:fs";
import type { Engine } from "@gipfel/engine";
import { encodePng } from "@gipfel/heat-map";
import { fixedDimension, nodeNamed } from "@gipfel/network";
import { writeWhole } from "../files/write-whole.js";
import type { RunContext } from "../ports.js";
import type { VisualizeOptions } from "./visualize-options.js";
import { type VisualizedModel, visualizeTargets } from "./visualize-targets.js";

export interface ConceptPicture {
  /** Name of the layer's tensor in the network. */
  readonly tensor: string;
  readonly neurons: readonly number[];
  /** As notes name it; it need not be unique. */
  readonly name: string;
  /** PNG to write; what is there already is kept. */
  readonly file: string;
}

/**
 * @returns what one should know about the pictures, as sentences, in the order of the concepts.
 * @throws GipfelError CANCELLED, STORAGE_FAILED, ENGINE_FAILED
 */
export async function visualizeConcepts(
  engine: Engine,
  visualized: VisualizedModel,
  concepts: readonly ConceptPicture[],
  options: VisualizeOptions,
  context: RunContext = {},
): Promise<string[]> {
  const { network } = visualized.model;
  const missing = concepts.filter(({ file }) => !existsSync(file));
  const targets = missing.map(({ tensor, neurons, ...concept }) => {
    const weights = new Float32Array(fixedDimension(nodeNamed(network, tensor).shape, 1));
    for (const neuron of neurons) weights[neuron] = 1;
    return { ...concept, tensor, weights, position: null };
  });
  const notes = new Map<string, readonly string[]>();
  for await (const { target, visualisation } of visualizeTargets(engine, visualized, targets, options, context)) {
    await writeWhole(target.file, await encodePng(visualisation.picture));
    notes.set(target.file, visualisation.notes);
  }
  return concepts.flatMap(({ name, file }) => (notes.get(file) ?? []).map((note) => `picture of ${name}: ${note}`));
}
