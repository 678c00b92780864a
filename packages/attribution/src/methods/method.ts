import type { MethodName, ParametersOf } from "@gipfel/contracts";
import type { Network, Value } from "@gipfel/network";
import type { AttributionGraph, AttributionSubject } from "./attribution-graph.js";

/**
 * How the runs of a method differ from one another:
 * - `once`: one run per image;
 * - `path`: at points between baseline and image, averaged, times their difference;
 * - `noise`: at noisy copies of the image, averaged;
 * - `noisy-path`: along the path of each noisy copy, averaged.
 */
export type Sampling = "once" | "path" | "noise" | "noisy-path";

/** What is made of the attributions once they are averaged. */
export type Finish = "signed" | "absolute" | "squared" | "channel-maximum";

/** A method as a graph transform. */
export interface Method<M extends MethodName> {
  sampling(parameters: ParametersOf<M>): Sampling;
  /** `signed` where it does not say. */
  finish?(parameters: ParametersOf<M>): Finish;
  /** Whether the level must be the input of the network. */
  readonly inputOnly?: boolean;
  /** The network rewritten into operations that the rules are about; the subject's tensors stay. */
  prepare?(network: Network, subject: AttributionSubject): Network;
  /**
   * The attributions as operations: of the shape of the level, unless the method says otherwise. For a method that
   * samples, what is averaged.
   *
   * @throws GipfelError METHOD_UNDEFINED where the network holds something the method has no rule for.
   */
  attribute(graph: AttributionGraph, parameters: ParametersOf<M>): Value;
}
