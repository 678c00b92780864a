import type { Value } from "@gipfel/network";
import type { BlockPlacement } from "./pairs/segment-pairs.js";
import type { SegmentPlan } from "./plan/plan-attribution.js";

/** Names of the tensors that a collection or segment network returns for one block of pair matrices. */
export interface BlockOutputs {
  /** One for each source in the block. */
  readonly placements: readonly BlockPlacement[];
  /** `[G, entries]`: contribution, summed over the images of each group. */
  readonly contribution: string;
  /** `[entries]`: gradient, summed over the images of the run, or of one image where `gradientPerImage` is false. */
  readonly gradient: string;
  /** Whether the gradient depends on the image; if not it stands for every image of the run. */
  readonly gradientPerImage: boolean;
}

/** One column of a segment's pair matrices per run: of the class, or of a concept. */
export interface ColumnOutputs {
  readonly source: string;
  /** `[G, C_source]` */
  readonly contribution: string;
  /** `[C_source]`, summed over the images of the run. */
  readonly gradient: string;
  /** `[N, 1]`: contribution summed over source channels. */
  readonly sum: string;
}

export interface SegmentOutputs {
  readonly segment: SegmentPlan;
  readonly blocks: readonly BlockOutputs[];
  readonly columns: readonly ColumnOutputs[];
  /** `[N, C_target]`: Σ_q (a_j(q) − σ(z0_j(q))), what the contributions must add up to. */
  readonly difference: string;
}

/** Collects the outputs of a network under construction. */
export class OutputList {
  readonly values: Value[] = [];

  /** The name under which the network will return `value`. */
  add(value: Value): string {
    if (!this.values.some(({ name }) => name === value.name)) this.values.push(value);
    return value.name;
  }
}
