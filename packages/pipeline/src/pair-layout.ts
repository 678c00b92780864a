import type { AttributionPlan, BlockPlacement, Layer, PairColumns, SegmentPlan } from "@gipfel/attribution";

/** One pair matrix of an analysis. */
export interface PairLayout {
  readonly segment: SegmentPlan;
  readonly source: Layer;
  readonly target: Layer;
  readonly columns: PairColumns;
  /** Unique within the analysis. */
  readonly key: string;
}

/** All pair matrices, segment by segment. */
export function pairLayouts({ segments }: AttributionPlan): PairLayout[] {
  return segments.flatMap((segment) => segment.sources.map((source) => pairLayout(segment, source)));
}

export function pairLayout(segment: SegmentPlan, source: Layer): PairLayout {
  const { target, columns } = segment;
  return { segment, source, target, columns, key: `${source.id}--${target.id}` };
}

/** The pair matrix of the source with this tensor. */
export function pairLayoutFrom(segment: SegmentPlan, tensor: string): PairLayout {
  return pairLayout(segment, segment.sources.find((source) => source.tensor === tensor)!);
}

/** Where a block goes in the stored pair matrix of each of its sources; of a diagonal matrix one column is stored. */
export function storedPlacements(
  segment: SegmentPlan,
  placements: readonly BlockPlacement[],
): { key: string; size: number; width: number; placement: BlockPlacement }[] {
  const diagonal = segment.columns === "diagonal";
  return placements.map((placement) => {
    const layout = pairLayoutFrom(segment, placement.source);
    return {
      key: layout.key,
      size: pairSize(layout, 0),
      width: diagonal ? 1 : segment.target.neurons,
      placement: diagonal ? { ...placement, columns: placement.columns.map(() => 0) } : placement,
    };
  });
}

/** Entries of a pair matrix; `nodes` counts one column per concept. */
export function pairSize({ columns, source, target }: PairLayout, nodes: number): number {
  switch (columns) {
    case "neurons":
      return source.neurons * target.neurons;
    case "nodes":
      return source.neurons * nodes;
    case "diagonal":
    case "class":
      return source.neurons;
  }
}

/** How many concepts a layer is taken to have where a size is estimated before they are known. */
export const typicalNodes = 12;

/** Entries of all pair matrices of one class. */
export function pairEntries(plan: AttributionPlan): number {
  return pairLayouts(plan).reduce((sum, layout) => sum + pairSize(layout, typicalNodes), 0);
}
