import { GipfelError } from "@gipfel/contracts";
import type { NetworkNode, OperationOf } from "@gipfel/network";
import type { DifferenceRule } from "./rule.js";

function refuse({ name }: NetworkNode): never {
  throw new GipfelError(
    "METHOD_UNDEFINED",
    `DeepLIFT is not defined through ${name}, a selection whose condition depends on the image; take integrated-gradients`,
  );
}

/** What is chosen at the image may not be chosen at the baseline. As a function of one tensor it is a nonlinearity. */
export const selectionRule: DifferenceRule<OperationOf<"where">> = {
  push: (_context, node) => refuse(node),
  pull: (_context, node) => refuse(node),
};
