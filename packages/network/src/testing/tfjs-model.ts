/** Small TensorFlow.js models for tests. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inTemporaryFolder } from "./temporary-folder.js";

export interface WeightValues {
  readonly shape: readonly number[];
  /** Without values it counts up in steps of 1/8. */
  readonly values?: readonly number[];
  readonly dtype?: "float32" | "int32";
}

export type Weights = Readonly<Record<string, WeightValues>>;

type Json = Readonly<Record<string, unknown>>;

function valuesOf({ shape, values }: WeightValues): readonly number[] {
  const count = shape.reduce((product, n) => product * n, 1);
  return values ?? Array.from({ length: count }, (_, i) => (i % 16) / 8 - 1);
}

/** Runs with a folder that holds a `model.json` and, in one file, its weights. */
export async function withTfjsModel<T>(
  content: Json,
  weights: Weights,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  return inTemporaryFolder(async (folder) => {
    const entries = Object.entries(weights);
    const parts = entries.map(([, weight]) => {
      const data = valuesOf(weight);
      return new Uint8Array((weight.dtype === "int32" ? Int32Array.from(data) : Float32Array.from(data)).buffer);
    });
    const manifest = entries.map(([name, { shape, dtype = "float32" }]) => ({ name, shape, dtype }));
    const model = { weightsManifest: [{ paths: ["weights.bin"], weights: manifest }], ...content };
    await writeFile(join(folder, "model.json"), JSON.stringify(model));
    await writeFile(join(folder, "weights.bin"), Buffer.concat(parts));
    return use(folder);
  });
}

export function layer(className: string, name: string, config: Json = {}, inputs?: readonly string[]): Json {
  const inbound = inputs ? { inbound_nodes: [inputs.map((input) => [input, 0, 0, {}])] } : {};
  return { class_name: className, name, config: { name, ...config }, ...inbound };
}

export const imageInput = (shape: readonly (number | null)[] = [null, 6, 5, 3], name = "image"): Json => ({
  ...layer("InputLayer", name, { batch_input_shape: shape }),
  inbound_nodes: [],
});

export function functional(layers: readonly Json[], outputs: readonly string[], inputs: readonly string[] = ["image"]) {
  const config = {
    name: "net",
    layers,
    input_layers: inputs.map((name) => [name, 0, 0]),
    output_layers: outputs.map((name) => [name, 0, 0]),
  };
  return { modelTopology: { class_name: "Functional", config } };
}

export function sequential(...layers: readonly Json[]) {
  return { modelTopology: { class_name: "Sequential", config: { name: "net", layers } } };
}

export function graphNode(op: string, name: string, input: readonly string[] = [], attr: Json = {}): Json {
  return { op, name, input, attr };
}

export function placeholder(...shape: readonly number[]): Json {
  const dim = shape.map((size) => ({ size: String(size) }));
  return graphNode("Placeholder", "image", [], { shape: { shape: { dim } } });
}

export const text = (value: string): Json => ({ s: Buffer.from(value).toString("base64") });

export const window = {
  strides: { list: { i: ["1", "1", "1", "1"] } },
  padding: text("SAME"),
} as const;

export function graph(...node: readonly Json[]) {
  return { format: "graph-model", modelTopology: { node } };
}
