import { nodeNamed, type OperationOf } from "@gipfel/network";
import { mixedChannels } from "../../plan/channel-structure.js";
import { sumTo } from "../broadcasting.js";
import { isConstant, type Rule } from "./rule.js";

/** Z = A·B over the last two axes: dZ = dA·B + A·dB; back g·Bᵀ and Aᵀ·g, summed where an operand was repeated. */
export const matMulRule: Rule<OperationOf<"matMul">> = {
  structure: () => mixedChannels,
  push({ builder, valueAt }, { operation, inputs }, [da, db]) {
    const [a, b] = inputs as [string, string];
    const terms = [
      ...(da ? [builder.apply(operation, [da, valueAt(b)])] : []),
      ...(db ? [builder.apply(operation, [valueAt(a), db])] : []),
    ];
    return terms.reduce((x, y) => builder.add(x, y));
  },
  pull(context, { operation: { transposeA, transposeB }, inputs }, g) {
    const { builder, network, valueAt } = context;
    const [a, b] = inputs as [string, string];
    const toA = () =>
      transposeA
        ? builder.matMul(valueAt(b), g, { a: transposeB, b: true })
        : builder.matMul(g, valueAt(b), { b: !transposeB });
    const toB = () =>
      transposeB
        ? builder.matMul(g, valueAt(a), { a: true, b: transposeA })
        : builder.matMul(valueAt(a), g, { a: !transposeA });
    return [toA, toB].map((weight, i) => {
      const name = inputs[i]!;
      return isConstant(context, name) ? undefined : sumTo(builder, weight(), nodeNamed(network, name).shape);
    });
  },
};
