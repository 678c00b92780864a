import type { NetworkNode, Operation, Value } from "@gipfel/network";
import type { ConstantPool } from "../../replay.js";
import type { DifferenceContext } from "../rescale/rule.js";

/** Of a difference Δx = Δx⁺ + Δx⁻ its two parts, or of a tensor the multipliers m⁺ and m⁻ of these parts. */
export interface Parts {
  readonly plus: Value;
  readonly minus: Value;
}

export interface RevealCancelContext extends DifferenceContext {
  readonly constants: ConstantPool;
  /** The parts of the difference of a tensor. */
  partsOf(name: string): Parts;
  /** The tensor that a node is a nonlinear function of, element by element; undefined where it is none. */
  rootOf(name: string): string | undefined;
  /** Says that something other than the textbook's rule was done. */
  note(sentence: string): void;
}

/**
 * How one operation hands on the parts of its inputs (`push`) and the multipliers of its output (`pull`), so that
 * Σ m⁺ Δ⁺ + m⁻ Δ⁻ is the same before and after.
 */
export interface RevealCancelRule<O extends Operation> {
  push(context: RevealCancelContext, node: NetworkNode & { readonly operation: O }): Parts;
  /** @returns the multipliers of each input; undefined for constants. */
  pull(
    context: RevealCancelContext,
    node: NetworkNode & { readonly operation: O },
    multipliers: Parts,
  ): (Parts | undefined)[];
}
