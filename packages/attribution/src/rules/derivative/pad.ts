import { fixedDimension, type OperationOf } from "@gipfel/network";
import { mixedChannels, sameChannels } from "../../plan/channel-structure.js";
import type { Rule } from "./rule.js";

export const padRule: Rule<OperationOf<"pad">> = {
  structure(_, { operation: { before, after }, shape }) {
    if (before[1] === 0 && after[1] === 0) return shape.length >= 4 ? sameChannels : mixedChannels;
    const channels = fixedDimension(shape, 1);
    const inside = channels - before[1]! - after[1]!;
    return {
      kind: "channels",
      map: Int32Array.from({ length: channels }, (_value, c) =>
        c >= before[1]! && c < before[1]! + inside ? c - before[1]! : -1,
      ),
    };
  },
  push: ({ builder }, { operation: { before, after } }, [dx]) => builder.pad(dx!, before, after),
  pull({ builder }, { operation: { before, after }, shape }, g) {
    const cut = shape.reduce(
      (value, dimension, axis) =>
        typeof dimension === "number" ? builder.slice(value, axis, before[axis]!, dimension - after[axis]!) : value,
      g,
    );
    return [cut];
  },
};
