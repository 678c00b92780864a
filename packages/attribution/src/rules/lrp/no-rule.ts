import { GipfelError } from "@gipfel/contracts";
import type { NetworkNode } from "@gipfel/network";

/** @param what the kind of operation that `node` is, with its article. */
export function noRuleFor({ name }: NetworkNode, what: string): GipfelError {
  return new GipfelError(
    "METHOD_UNDEFINED",
    `layer-wise relevance propagation has no rule for ${name}, ${what}; take a method by gradients`,
  );
}
