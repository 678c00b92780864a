import type { Network, NetworkBuilder, NetworkNode, Operation, Value } from "@gipfel/network";
import type { ChannelStructure } from "../../plan/channel-structure.js";

/** What a rule sees of the point at which a network is linearised. */
export interface RuleContext {
  readonly builder: NetworkBuilder;
  readonly network: Network;
  /** A tensor of the network, or a constant, at that point: `[N, …]` or, where it is the same for all images, `[1, …]`. */
  valueAt(name: string): Value;
  /** The tensor whose maxima route a max pool. */
  routeOf(node: NetworkNode): Value;
}

/**
 * The derivative of one operation, as operations: `push` carries a change of the inputs to the output (forward mode),
 * `pull` carries a weight on the output to the inputs (its adjoint, reverse mode): ⟨pull(g), dx⟩ = ⟨g, push(dx)⟩.
 */
export interface Rule<O extends Operation> {
  /** How the channels of the output depend on those of input number `input`. */
  structure(network: Network, node: NetworkNode & { readonly operation: O }, input: number): ChannelStructure;
  /** @param dx the change of each input; undefined where it does not change. At least one does. */
  push(context: RuleContext, node: NetworkNode & { readonly operation: O }, dx: readonly (Value | undefined)[]): Value;
  /** @returns the weight on each input; undefined for constants. */
  pull(context: RuleContext, node: NetworkNode & { readonly operation: O }, g: Value): (Value | undefined)[];
}

export function isConstant(context: { readonly network: Network }, name: string): boolean {
  return context.network.constants.has(name);
}
