import type { NetworkNode, Value } from "@gipfel/network";
import { toInputs } from "../../backward/walk-back.js";
import { ruleOf } from "../derivative/index.js";
import { noRuleFor } from "./no-rule.js";
import { inputsInProportion } from "./norm.js";
import type { RelevanceContext } from "./relevance-context.js";
import { throughBinary } from "./through-binary.js";
import { throughLinearLayer } from "./through-linear-layer.js";

/**
 * What a node hands of its relevance to the tensors it reads. Nonlinearities pass it on, max pools and what only moves
 * numbers send each part back to where its number came from, the rest shares it by a rule.
 *
 * @throws GipfelError METHOD_UNDEFINED where no rule is known.
 */
export function handRelevance(
  context: RelevanceContext,
  node: NetworkNode,
  relevance: Value,
): Iterable<readonly [string, Value]> {
  const root = context.roots.get(node.name);
  return root === undefined ? toInputs(node, partsOf(context, node, relevance)) : [[root, relevance]];
}

/** The relevance of each input; undefined for constants, and for inputs that take none. */
function partsOf(context: RelevanceContext, node: NetworkNode, relevance: Value): readonly (Value | undefined)[] {
  const { operation } = node;
  switch (operation.type) {
    case "convolution":
    case "matMul":
      return [throughLinearLayer(context, node, relevance)];
    case "binary":
      return throughBinary(context, { ...node, operation }, relevance);
    case "averagePool":
    case "resample":
      return inputsInProportion(context, node, relevance);
    case "reduce":
      if (operation.name === "max") throw noRuleFor(node, "a maximum over axes");
      return inputsInProportion(context, node, relevance);
    case "scalar":
      return [relevance];
    case "softmax":
    case "localResponseNormalisation":
      context.note("A normalisation over channels passes the relevance on, as its divisor takes none.");
      return [relevance];
    case "concat":
    case "slice":
    case "pad":
    case "reshape":
    case "transpose":
    case "maxPool":
    case "where":
    case "comparison":
      return ruleOf(operation).pull(context.derivative, node, relevance);
    default:
      throw noRuleFor(node, `a ${operation.type}`);
  }
}
