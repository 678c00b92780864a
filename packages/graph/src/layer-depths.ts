import { GipfelError, type GraphSegment } from "@gipfel/contracts";

/**
 * The depth of every layer: the longest path, in segments, from a layer without sources.
 *
 * @throws GipfelError GRAPH_INVALID where a segment names an unknown layer or the segments form a cycle
 */
export function layerDepths(
  layers: readonly string[],
  segments: readonly Pick<GraphSegment, "target" | "sources">[],
): Map<string, number> {
  const sourcesOf = new Map<string, string[]>(layers.map((layer) => [layer, []]));
  for (const { target, sources } of segments) {
    const unknown = [target, ...sources].find((layer) => !sourcesOf.has(layer));
    if (unknown !== undefined) {
      throw new GipfelError("GRAPH_INVALID", `the segment of ${target} names ${unknown}, which is not a layer`);
    }
    sourcesOf.get(target)?.push(...sources);
  }
  const depths = new Map<string, number>();
  const open = new Set<string>();
  const depthOf = (layer: string): number => {
    const known = depths.get(layer);
    if (known !== undefined) return known;
    if (open.has(layer)) {
      throw new GipfelError("GRAPH_INVALID", `the segments form a cycle through ${layer}; none is expected`);
    }
    open.add(layer);
    const depth = Math.max(-1, ...(sourcesOf.get(layer) ?? []).map(depthOf)) + 1;
    depths.set(layer, depth);
    return depth;
  };
  for (const layer of layers) depthOf(layer);
  return depths;
}
