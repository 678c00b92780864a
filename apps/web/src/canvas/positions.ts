import type { GraphModel } from "../graph-model/graph-model.js";
import { type ColumnWidth, columnWidth, type Layout } from "../graph-model/layout.js";
import { type Size, sizeOf } from "./marks.js";

/** Sizes of the drawing, in its own units: pixels at zoom 1. */
const rowPitch = 88;
const columnPitch = { least: 138, most: 340 };
/** Widths of columns, in pitches. */
const widths: Record<ColumnWidth, number> = { full: 1, narrow: 0.36, none: 0 };
const classWidth = 128;

export interface Point {
  x: number;
  y: number;
}

/** Where a node stands: its middle, and how large it is. */
export interface Place extends Point, Size {}

/** One depth of the network: a column of the drawing. */
export interface Column {
  x: number;
  width: ColumnWidth;
  nodes: readonly string[];
}

export interface Positions {
  columns: readonly Column[];
  /** Distance between neighbouring columns, where both are full. */
  pitch: number;
  nodes: ReadonlyMap<string, Place>;
}

/**
 * Columns from left to right, one for each rank, with their core centred on y = 0, and as far apart as it takes for the
 * cores of all columns to fill the view, within limits.
 *
 * @param aspect width over height of the view
 */
export function placeRanks(model: GraphModel, layout: Layout, aspect: number): Positions {
  const nodes = new Map<string, Place>();
  const { ranks } = layout;
  const height = rowPitch * Math.max(1, ...ranks.map(({ core }) => core.length));
  const filled = ranks.filter(({ core }) => core.length > 0).length;
  const wanted = (aspect * height - classWidth) / Math.max(1, filled - 1);
  const pitch = Math.min(columnPitch.most, Math.max(columnPitch.least, wanted));
  const layerOf = (id: string) => model.nodes.get(id)?.layer ?? "";
  let end = 0;
  const columns = ranks.map(({ above, core, below }): Column => {
    const rank = [...above, ...core, ...below];
    const width = columnWidth(layout, new Set(rank.map(layerOf)));
    const x = end + (widths[width] * pitch) / 2;
    end += widths[width] * pitch;
    // A rank without a core is centred as a whole.
    const middle = core.length > 0 ? above.length + (core.length - 1) / 2 : (rank.length - 1) / 2;
    for (const [row, id] of rank.entries()) {
      const size = sizeOf(model, id, layout.collapsed.has(layerOf(id)));
      nodes.set(id, { x, y: (row - middle) * rowPitch, ...size });
    }
    return { x, width, nodes: rank };
  });
  return { columns, pitch, nodes };
}

/** Positions on the way from one to another; where a node has been added, at its end. @param along in [0, 1] */
export function between(from: Positions, to: Positions, along: number): Positions {
  const mix = (a: number, b: number) => a + (b - a) * along;
  const columns = to.columns.map((column, i) => ({ ...column, x: mix(from.columns[i]?.x ?? column.x, column.x) }));
  const nodes = new Map<string, Place>();
  for (const [id, end] of to.nodes) {
    const start = from.nodes.get(id) ?? end;
    nodes.set(id, {
      x: mix(start.x, end.x),
      y: mix(start.y, end.y),
      width: mix(start.width, end.width),
      height: mix(start.height, end.height),
    });
  }
  return { columns, pitch: to.pitch, nodes };
}
