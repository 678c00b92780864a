import { type NetworkNode, nodeNamed, type OperationOf, type Value } from "@gipfel/network";
import { sameChannels } from "../../plan/channel-structure.js";
import { expandTo, sumTo } from "../broadcasting.js";
import { isConstant, type Rule, type RuleContext } from "./rule.js";

type BinaryNode = NetworkNode & { readonly operation: OperationOf<"binary"> };

/** ∂(x ∘ y)/∂x and ∂(x ∘ y)/∂y; null stands for 1. */
function factor({ builder, valueAt }: RuleContext, { operation, inputs }: BinaryNode, input: number): Value | null {
  const [x, y] = [() => valueAt(inputs[0]!), () => valueAt(inputs[1]!)];
  const one = builder.scalar(1);
  const zero = builder.scalar(0);
  switch (operation.name) {
    case "add":
      return null;
    case "subtract":
      return input === 0 ? null : builder.scalar(-1);
    case "multiply":
      return input === 0 ? y() : x();
    case "divide":
      if (input === 0) return builder.divide(one, y());
      return builder.scalarFunction({ name: "negate" }, builder.divide(x(), builder.multiply(y(), y())));
    case "maximum":
      return builder.where(builder.compare("greater", input === 0 ? x() : y(), input === 0 ? y() : x()), one, zero);
    case "minimum":
      return builder.where(builder.compare("less", input === 0 ? x() : y(), input === 0 ? y() : x()), one, zero);
    case "power":
      if (input !== 0) throw new RangeError("a power with an exponent that moves is not supported");
      return builder.multiply(y(), builder.binary("power", x(), builder.subtract(y(), one)));
  }
}

/** Sums, products and other operations of two tensors, element by element, with broadcasting. */
export const binaryRule: Rule<OperationOf<"binary">> = {
  structure: () => sameChannels,
  push(context, node, dx) {
    const { builder } = context;
    const terms = dx.flatMap((change, input) => {
      if (!change) return [];
      const scale = factor(context, node, input);
      return [expandTo(builder, scale ? builder.multiply(change, scale) : change, node.shape)];
    });
    return terms.reduce((a, b) => builder.add(a, b));
  },
  pull(context, node, g) {
    const { builder, network } = context;
    return node.inputs.map((name, input) => {
      if (isConstant(context, name)) return undefined;
      const scale = factor(context, node, input);
      return sumTo(builder, scale ? builder.multiply(g, scale) : g, nodeNamed(network, name).shape);
    });
  },
};
