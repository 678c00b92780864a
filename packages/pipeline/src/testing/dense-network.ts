/** Dense networks as plain numbers, for slow twins, and as networks that run. */
import { BATCH, type Network, NetworkBuilder, tensor, type Value } from "@gipfel/network";
import type { Random } from "./random.js";
import type { DenseLayer } from "./slow-deeplift.js";

export type Name = "relu" | "sigmoid" | "identity";

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
const nonlinearities: Readonly<Record<Name, DenseLayer["nonlinearity"]>> = {
  relu: { value: (z) => Math.max(z, 0), slope: (z) => (z > 0 ? 1 : 0) },
  sigmoid: { value: sigmoid, slope: (z) => sigmoid(z) * (1 - sigmoid(z)) },
  identity: { value: (z) => z, slope: () => 1 },
};

export interface Layer extends DenseLayer {
  readonly name: Name;
}

export const layer = (name: Name, weights: number[][], biases = weights.map(() => 0)): Layer => ({
  name,
  weights,
  biases,
  nonlinearity: nonlinearities[name],
});

export function randomLayer(name: Name, inputs: number, outputs: number, random: Random): Layer {
  const weights = Array.from({ length: outputs }, () => [...random.values(inputs, 2 / Math.sqrt(inputs))]);
  return layer(name, weights, [...random.values(outputs, 0.3)]);
}

export function networkOf(layers: readonly Layer[]): Network {
  const builder = new NetworkBuilder();
  let x: Value = builder.input("image", [BATCH, layers[0]!.weights[0]!.length]);
  for (const { name, weights, biases } of layers) {
    const turned = weights[0]!.flatMap((_, i) => weights.map((row) => row[i]!));
    const product = builder.matMul(x, builder.constant(tensor([weights[0]!.length, weights.length], turned)));
    const sum = builder.add(product, builder.constant(tensor([1, biases.length], biases)));
    x = name === "identity" ? sum : builder.scalarFunction({ name }, sum);
  }
  return builder.build([x]);
}
