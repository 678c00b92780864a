import type { OperationOf } from "@gipfel/network";
import { mixedChannels } from "../plan/channel-structure.js";
import type { Rule } from "./rule.js";

/** z = x·W for x `[N, I]` and a constant W `[I, O]`. */
export const matMulRule: Rule<OperationOf<"matMul">> = {
  structure: () => mixedChannels,
  push: ({ builder, valueOf }, { inputs }, [dx]) => builder.matMul(dx!, valueOf(inputs[1]!)),
  pull: ({ builder, valueOf }, { inputs }, g) => [builder.matMul(g, valueOf(inputs[1]!), { b: true })],
};
