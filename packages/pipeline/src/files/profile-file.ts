/** Where neurons lie in the space that they were clustered in, as results keep it: for each hidden layer three arrays. */
import type { ProfileSpace } from "@gipfel/concepts";
import type { GraphLayer } from "@gipfel/contracts";
import { type NamedArray, writeNpz } from "@gipfel/dataset";
import { ResultArrays } from "./result-arrays.js";
import { writeWhole } from "./write-whole.js";

const names = {
  /** Float32 `[live, components]`: principal component scores, in the order of `neurons`. */
  scores: (layer: string) => `${layer}/scores`,
  /** Int32 `[live]`: neurons that are ever active, by falling variance. */
  neurons: (layer: string) => `${layer}/neurons`,
  /** Float64 `[components + 1]`: variances of the components, falling, and the part of all variance that they hold. */
  variances: (layer: string) => `${layer}/variances`,
};

/** @param spaces by layer id */
export async function writeProfiles(file: string, spaces: ReadonlyMap<string, ProfileSpace>): Promise<void> {
  const arrays: Record<string, NamedArray> = {};
  for (const [layer, { scores, neurons, eigenvalues, explainedVariance }] of spaces) {
    const components = eigenvalues.length;
    arrays[names.scores(layer)] = { shape: [neurons.length, components], data: Float32Array.from(scores.flat()) };
    arrays[names.neurons(layer)] = { shape: [neurons.length], data: Int32Array.from(neurons) };
    const variances = Float64Array.of(...eigenvalues, explainedVariance);
    arrays[names.variances(layer)] = { shape: [components + 1], data: variances };
  }
  await writeWhole(file, writeNpz(arrays));
}

/**
 * @returns by layer id
 * @throws GipfelError GRAPH_INVALID for a file that is none, or of other layers
 */
export function readProfiles(
  bytes: Uint8Array,
  layers: readonly Pick<GraphLayer, "id" | "role" | "neurons">[],
  path: string,
): Map<string, ProfileSpace> {
  const arrays = ResultArrays.read(bytes, path);
  const spaces = new Map<string, ProfileSpace>();
  for (const { id, role, neurons: width } of layers) {
    if (role !== "hidden") continue;
    const neurons = [...arrays.get(names.neurons(id), [null])];
    const variances = [...arrays.get(names.variances(id), [null])];
    const eigenvalues = variances.slice(0, -1);
    const components = eigenvalues.length;
    const flat = arrays.get(names.scores(id), [neurons.length, components]);
    const isNeuron = (neuron: number) => Number.isInteger(neuron) && neuron >= 0 && neuron < width;
    if (!neurons.every(isNeuron) || new Set(neurons).size < neurons.length || !flat.every(Number.isFinite)) {
      throw arrays.invalid(`layer ${id}: each neuron once and finite scores are expected`);
    }
    const scores = neurons.map((_, row) => [...flat.subarray(row * components, (row + 1) * components)]);
    spaces.set(id, { neurons, scores, eigenvalues, explainedVariance: variances.at(-1) ?? 1 });
  }
  return spaces;
}
