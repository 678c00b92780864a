/**
 * The manners in which a segment is made linear. One map from changes of the sources to changes of the target follows
 * from each, with one set of code for pairs, columns and flow:
 *
 * - `mean-slopes`: elementwise functions by their mean slope between baseline and activation, the exact path integral
 *   where the planner says so;
 * - `tangents`: the derivative at one point: of the path for quadrature, of the activation for gradient × input;
 * - `differences`: DeepLIFT's Rescale, nonlinearity by nonlinearity.
 *
 * Relevance, whose rules change the weights themselves, is a map of its own (`relevance-map.ts`).
 */
import type { NetworkBuilder, NetworkNode, Operation, Value } from "@gipfel/network";
import type { LinearSegment } from "../plan/pair-paths.js";
import type { ConstantPool } from "../replay.js";

export type MannerName = "mean-slopes" | "tangents" | "differences";

export interface LinearisationPoint {
  readonly builder: NetworkBuilder;
  readonly constants: ConstantPool;
  /** The segment's tensors: the activations, or those at another point of the path. */
  readonly values: ReadonlyMap<string, Value>;
  /** The segment's tensors at baseline, where positions agree as `[1, C, 1, 1]`. */
  readonly baseline: ReadonlyMap<string, Value>;
  /** Tensors that are zero at baseline. */
  isZeroAtBaseline(name: string): boolean;
}

/** An operation as a linear map, bound to its point. */
export interface BoundRule {
  push(node: NetworkNode, dx: readonly (Value | undefined)[]): Value;
  pull(node: NetworkNode, g: Value): readonly (Value | undefined)[];
}

export interface Manner {
  /** Whether the changes of all sources, pushed, are how far each tensor is from its baseline. */
  readonly complete: boolean;
  /** The factor of a node that is one elementwise function of its root. */
  slope(point: LinearisationPoint, segment: LinearSegment, root: string, node: NetworkNode): Value;
  /** What carries changes and weights through all other operations. */
  bind(point: LinearisationPoint, segment: LinearSegment): (operation: Operation) => BoundRule;
}

/** A tensor of the segment or a constant, at the point. */
export function valueAtPoint({ values, constants }: LinearisationPoint, name: string): Value {
  const value = values.get(name) ?? constants.get(name);
  if (!value) throw new RangeError(`${name} has no value at the point of linearisation`);
  return value;
}
