import type { NetworkNode, OperationOf, Value } from "@gipfel/network";
import { preluDerivative, scalarDerivative } from "../../calculus/derivative.js";
import { sameChannels } from "../../plan/channel-structure.js";
import type { Rule, RuleContext } from "./rule.js";

/** A function of one number, element by element: both directions multiply with its derivative. */
function elementwiseRule<O extends OperationOf<"scalar"> | OperationOf<"prelu">>(
  derivative: (context: RuleContext, node: NetworkNode & { readonly operation: O }) => Value,
): Rule<O> {
  return {
    structure: () => sameChannels,
    push: (context, node, [dx]) => context.builder.multiply(dx!, derivative(context, node)),
    pull: (context, node, g) => [context.builder.multiply(g, derivative(context, node))],
  };
}

export const scalarRule = elementwiseRule<OperationOf<"scalar">>(({ builder, valueAt }, { operation, inputs, name }) =>
  scalarDerivative(builder, operation.function, valueAt(inputs[0]!), valueAt(name)),
);

export const preluRule = elementwiseRule<OperationOf<"prelu">>(({ builder, valueAt }, { inputs }) =>
  preluDerivative(builder, valueAt(inputs[0]!), valueAt(inputs[1]!)),
);
