/** The network that concepts are fitted by: activations of layers, and how much the outputs mind a change of them. */
import { fixedDimension, type Network, type Value } from "@gipfel/network";
import { AttributionGraph } from "./methods/attribution-graph.js";
import { gradients } from "./methods/gradient.js";
import { OutputList } from "./outputs.js";
import type { Layer } from "./plan/layers.js";

export interface LayerVectors {
  readonly layer: Layer;
  /** `[N, C, H, W]` or `[N, C]`. */
  readonly activations: string;
  /** `[C, C]`: Σ g gᵀ over images and positions, g the derivative of the weighted outputs; null where none arrives. */
  readonly moment: string | null;
}

export interface VectorNetwork {
  /** Inputs: images under the name of the network's input, and `attributionInputs.weights`, `[N, K]`. */
  readonly network: Network;
  readonly layers: readonly LayerVectors[];
}

export function buildVectorNetwork(network: Network, layers: readonly Layer[]): VectorNetwork {
  const [input, output] = [network.inputs[0]!, network.outputs[0]!];
  const graph = new AttributionGraph(network, { target: output, position: null, level: input, inputRange: null });
  const derivatives = gradients(graph);
  const outputs = new OutputList();
  const found = layers.map((layer): LayerVectors => {
    const gradient = derivatives.get(layer.tensor);
    return {
      layer,
      activations: outputs.add(graph.values.get(layer.tensor)!),
      moment: gradient ? outputs.add(secondMoment(graph, gradient)) : null,
    };
  });
  return { network: graph.builder.build(outputs.values), layers: found };
}

function secondMoment({ builder }: AttributionGraph, gradient: Value): Value {
  const { shape } = gradient;
  const channels = fixedDimension(shape, 1);
  const positions = shape.slice(2).reduce<number>((product, _, axis) => product * fixedDimension(shape, axis + 2), 1);
  const rows = builder.reshape(gradient, [shape[0]!, channels, positions]);
  return builder.reduce("sum", builder.matMul(rows, rows, { b: true }), [0]);
}
