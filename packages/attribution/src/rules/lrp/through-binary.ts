import { type NetworkNode, nodeNamed, type OperationOf, type Value } from "@gipfel/network";
import { activationInputs } from "../../plan/elementwise.js";
import { sumTo } from "../broadcasting.js";
import { noRuleFor } from "./no-rule.js";
import { inputsInProportion } from "./norm.js";
import { signalTakesAll } from "./product.js";
import type { RelevanceContext } from "./relevance-context.js";
import { winnerTakesAll } from "./selection.js";
import { biasAfter } from "./through-linear-layer.js";

type BinaryNode = NetworkNode & { readonly operation: OperationOf<"binary"> };

/**
 * Relevance of a sum, product or other operation of two tensors, handed to each of them; undefined where one takes none.
 *
 * @throws GipfelError METHOD_UNDEFINED for a power whose exponent is not constant.
 */
export function throughBinary(
  context: RelevanceContext,
  node: BinaryNode,
  relevance: Value,
): readonly (Value | undefined)[] {
  const { network, builder } = context;
  const parts =
    activationInputs(network, node).length === 1
      ? besideConstant(context, node, relevance)
      : ofTwoTensors(context, node, relevance);
  return parts.map((part, i) => part && sumTo(builder, part, nodeNamed(network, node.inputs[i]!).shape));
}

/** Passes: a scale changes no proportions, and a shift that was not merged into a linear layer has no weights to share by. */
function besideConstant(context: RelevanceContext, node: BinaryNode, relevance: Value): (Value | undefined)[] {
  const { network } = context;
  const shifts = node.operation.name === "add" || node.operation.name === "subtract";
  if (shifts && !isBias(context, node)) {
    context.note("A shift that belongs to no linear layer passes the relevance on and takes none of it.");
  }
  return node.inputs.map((input) => (network.constants.has(input) ? undefined : relevance));
}

function isBias(context: RelevanceContext, node: BinaryNode): boolean {
  const { network } = context;
  const [input] = activationInputs(network, node) as [string];
  const bias = biasAfter(context, nodeNamed(network, input));
  return bias !== undefined && node.inputs.includes(bias);
}

function ofTwoTensors(context: RelevanceContext, node: BinaryNode, relevance: Value): readonly (Value | undefined)[] {
  const { name } = node.operation;
  switch (name) {
    case "add":
    case "subtract":
      return inputsInProportion(context, node, relevance);
    case "multiply":
      return signalTakesAll(context, node, relevance);
    case "divide":
      context.note("A quotient of two tensors hands all relevance to its numerator.");
      return [relevance, undefined];
    case "maximum":
    case "minimum":
      context.note("The larger or smaller of two tensors takes all relevance, as in a max pool.");
      return winnerTakesAll(context, node, name, relevance);
    case "power":
      throw noRuleFor(node, "a power whose exponent is not constant");
  }
}
