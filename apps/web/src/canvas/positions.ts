import type { RankOrder } from "../graph-model/rank-order.js";

/** Sizes of the drawing, in its own units: pixels at zoom 1. */
export const nodeSize = 64;
export const classNode = { width: 128, height: 76 };
const rowPitch = 88;
const columnPitch = { least: 138, most: 340 };

export interface Point {
  x: number;
  y: number;
}

/** One depth of the network: a column of the drawing. */
export interface Column {
  x: number;
  nodes: readonly string[];
}

export interface Positions {
  columns: readonly Column[];
  /** Distance between neighbouring columns. */
  pitch: number;
  nodes: ReadonlyMap<string, Point>;
}

/**
 * Columns from left to right, one for each rank, with their core centred on y = 0, and as far apart as it takes for the
 * cores of all columns to fill the view, within limits.
 *
 * @param aspect width over height of the view
 */
export function placeRanks(ranks: readonly RankOrder[], aspect: number): Positions {
  const nodes = new Map<string, Point>();
  const height = rowPitch * Math.max(1, ...ranks.map(({ core }) => core.length));
  const filled = ranks.filter(({ core }) => core.length > 0).length;
  const wanted = (aspect * height - classNode.width) / Math.max(1, filled - 1);
  const pitch = Math.min(columnPitch.most, Math.max(columnPitch.least, wanted));
  const columns = ranks.map(({ above, core, below }, column) => {
    const x = column * pitch;
    const rank = [...above, ...core, ...below];
    // A rank without a core is centred as a whole.
    const middle = core.length > 0 ? above.length + (core.length - 1) / 2 : (rank.length - 1) / 2;
    for (const [row, id] of rank.entries()) nodes.set(id, { x, y: (row - middle) * rowPitch });
    return { x, nodes: rank };
  });
  return { columns, pitch, nodes };
}
