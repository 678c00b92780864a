import { nodeNamed, type OperationOf } from "@gipfel/network";
import { sameChannels } from "../../plan/channel-structure.js";
import { expandTo, sumTo } from "../broadcasting.js";
import { isConstant, type Rule } from "./rule.js";

/** Changes and weights go through what is chosen. No small change changes the choice. */
export const whereRule: Rule<OperationOf<"where">> = {
  structure: () => sameChannels,
  push({ builder, valueAt }, { inputs, shape }, [, da, db]) {
    const zero = builder.scalar(0);
    return expandTo(builder, builder.where(valueAt(inputs[0]!), da ?? zero, db ?? zero), shape);
  },
  pull(context, { inputs }, g) {
    const { builder, network, valueAt } = context;
    const condition = valueAt(inputs[0]!);
    const zero = builder.scalar(0);
    const to = (name: string, weight: () => ReturnType<typeof valueAt>) =>
      isConstant(context, name) ? undefined : sumTo(builder, weight(), nodeNamed(network, name).shape);
    return [
      undefined,
      to(inputs[1]!, () => builder.where(condition, g, zero)),
      to(inputs[2]!, () => builder.where(condition, zero, g)),
    ];
  },
};

/** The change of a truth value is 0 almost everywhere. */
export const comparisonRule: Rule<OperationOf<"comparison">> = {
  structure: () => sameChannels,
  push({ builder }, { shape }, dx) {
    const [change] = dx.filter((given) => given !== undefined);
    return expandTo(builder, builder.multiply(change!, builder.scalar(0)), shape);
  },
  pull: () => [undefined, undefined],
};
