import type { NetworkNode, Operation, Value } from "@gipfel/network";
import type { RuleContext } from "../derivative/rule.js";

/** What a rule sees of the two points that a network is compared at: `valueAt` is at the image. */
export interface DifferenceContext extends RuleContext {
  /** A tensor of the network, or a constant, at the baseline. */
  baselineAt(name: string): Value;
  /** How far a tensor is from its baseline: Δx = x − x'. */
  differenceOf(name: string): Value;
}

/**
 * One operation between baseline and image as a linear map that takes the differences of its inputs to that of its
 * output: `push(Δx) = Δy`. `pull`, its adjoint, carries multipliers back, so that Σ pull(m) · Δx = Σ m · Δy.
 */
export interface DifferenceRule<O extends Operation> {
  /** @param dx of each input; undefined where it does not change. At least one does. */
  push(
    context: DifferenceContext,
    node: NetworkNode & { readonly operation: O },
    dx: readonly (Value | undefined)[],
  ): Value;
  /** @returns the multiplier of each input; undefined for constants. */
  pull(context: DifferenceContext, node: NetworkNode & { readonly operation: O }, m: Value): (Value | undefined)[];
}
