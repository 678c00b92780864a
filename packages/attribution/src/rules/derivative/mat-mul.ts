import type { OperationOf } from "@gipfel/network";
import { mixedChannels } from "../../plan/channel-structure.js";
import type { Rule } from "./rule.js";

/** z = x·W for x `[N, I]` and a constant W `[I, O]`. */
export const matMulRule: Rule<OperationOf<"matMul">> = {
  structure: () => mixedChannels,
  push: ({ builder, valueAt }, { inputs }, [dx]) => builder.matMul(dx!, valueAt(inputs[1]!)),
  pull: ({ builder, valueAt }, { inputs }, g) => [builder.matMul(g, valueAt(inputs[1]!), { b: true })],
};
