/** The score of images for weighted neurons of one tensor, and its gradient on the images. */
import { GipfelError } from "@gipfel/contracts";
import type { Network } from "@gipfel/network";
import { toInputs } from "../backward/walk-back.js";
import { AttributionGraph } from "../methods/attribution-graph.js";
import { derivativeContext } from "../methods/gradient.js";
import { OutputList } from "../outputs.js";
import { ruleOf } from "../rules/derivative/index.js";
import { isRectifier } from "../rules/guided.js";
import { redirectedPull } from "./redirected-relu.js";

export interface ScoreGradient {
  /** Inputs: images under the name of the network's input, and `attributionInputs.weights`. */
  readonly network: Network;
  /** `[N]`: Σ_{k, q} weight_k · t_k(q). */
  readonly score: string;
  /** `[N, C, H, W]`: its derivative. */
  readonly gradient: string;
}

/**
 * @param position one position `[row, column]` of the tensor, or null for all.
 * @param redirected whether rectifiers that let nothing through redirect weights.
 * @throws GipfelError TARGET_UNKNOWN for a position outside of the tensor; LAYER_UNKNOWN for the network's own input.
 */
export function buildScoreGradient(
  network: Network,
  tensor: string,
  position: readonly [number, number] | null,
  { redirected }: { readonly redirected: boolean },
): ScoreGradient {
  const input = network.inputs[0]!;
  if (tensor === input)
    throw new GipfelError("LAYER_UNKNOWN", `${tensor} is the network's input; a score takes a layer`);
  const graph = new AttributionGraph(network, { target: tensor, position, level: input, inputRange: null });
  const context = derivativeContext(graph);
  const weights = graph.walkBack(graph.weights, (node, g) =>
    toInputs(
      node,
      redirected && isRectifier(node.operation)
        ? [redirectedPull(context, node, g)]
        : ruleOf(node.operation).pull(context, node, g),
    ),
  );
  const outputs = new OutputList();
  const score = outputs.add(graph.score(graph.values));
  const gradient = outputs.add(weights.get(input)!);
  return { network: graph.builder.build(outputs.values), score, gradient };
}
