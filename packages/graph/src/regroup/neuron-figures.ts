import type { GraphNode } from "@gipfel/contracts";

/** What a class makes of each neuron of a layer, `[neurons]` each. */
export interface NeuronFigures {
  /** Mean over images and positions. */
  readonly meanActivation: ArrayLike<number>;
  /** β, summed over positions. */
  readonly restActivation: ArrayLike<number>;
  /** Parts of the mean logit; null where a quadrature segment was not followed. */
  readonly flow: ArrayLike<number> | null;
  readonly rest: ArrayLike<number> | null;
}

/** The same of a node with these neurons: all are sums over its neurons, but the activation, which is their mean. */
export function nodeFigures(
  { meanActivation, restActivation, flow, rest }: NeuronFigures,
  neurons: readonly number[],
): Pick<GraphNode, "meanActivation" | "restActivation" | "flow" | "rest"> {
  const total = (values: ArrayLike<number>) => neurons.reduce((sum, neuron) => sum + values[neuron], 0);
  return {
    meanActivation: total(meanActivation) / neurons.length,
    flow: flow && total(flow),
    rest: rest && total(rest),
    restActivation: total(restActivation),
  };
}
