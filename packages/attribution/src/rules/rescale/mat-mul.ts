import { nodeNamed, type OperationOf } from "@gipfel/network";
import { sumTo } from "../broadcasting.js";
import { isConstant } from "../derivative/rule.js";
import { halfWay } from "./half-way.js";
import type { DifferenceRule } from "./rule.js";

/** ΔAB = ΔA · (B + B') / 2 + (A + A') / 2 · ΔB, as for other products; a constant is its own mean. */
export const matMulRule: DifferenceRule<OperationOf<"matMul">> = {
  push(context, { operation, inputs }, [da, db]) {
    const { builder } = context;
    const [a, b] = inputs as [string, string];
    const terms = [
      ...(da ? [builder.apply(operation, [da, halfWay(context, b)])] : []),
      ...(db ? [builder.apply(operation, [halfWay(context, a), db])] : []),
    ];
    return terms.reduce((x, y) => builder.add(x, y));
  },
  pull(context, { operation: { transposeA, transposeB }, inputs }, m) {
    const { builder, network } = context;
    const [a, b] = inputs as [string, string];
    const toA = () => {
      const mean = halfWay(context, b);
      return transposeA
        ? builder.matMul(mean, m, { a: transposeB, b: true })
        : builder.matMul(m, mean, { b: !transposeB });
    };
    const toB = () => {
      const mean = halfWay(context, a);
      return transposeB
        ? builder.matMul(m, mean, { a: true, b: transposeA })
        : builder.matMul(mean, m, { a: !transposeA });
    };
    return [toA, toB].map((multiplier, i) => {
      const name = inputs[i]!;
      return isConstant(context, name) ? undefined : sumTo(builder, multiplier(), nodeNamed(network, name).shape);
    });
  },
};
