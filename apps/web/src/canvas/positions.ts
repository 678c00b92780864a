/** Sizes of the drawing, in its own units: pixels at zoom 1. */
export const nodeSize = 64;
export const classNode = { width: 136, height: 76 };
const rowPitch = 86;
const columnPitch = { least: 176, most: 340 };

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
 * Columns from left to right, one for each rank, each centred on y = 0 and as far apart as the view is wide for its
 * height, within limits.
 *
 * @param aspect width over height of the view
 */
export function placeRanks(ranks: readonly (readonly string[])[], aspect: number): Positions {
  const nodes = new Map<string, Point>();
  const height = rowPitch * Math.max(...ranks.map((rank) => rank.length));
  const wanted = (aspect * height) / Math.max(1, ranks.length - 1);
  const pitch = Math.min(columnPitch.most, Math.max(columnPitch.least, wanted));
  const columns = ranks.map((rank, column) => {
    const x = column * pitch;
    for (const [row, id] of rank.entries()) nodes.set(id, { x, y: (row - (rank.length - 1) / 2) * rowPitch });
    return { x, nodes: rank };
  });
  return { columns, pitch, nodes };
}

export interface Viewport {
  zoom: number;
  pan: Point;
}

const margin = { top: 64, right: 28, bottom: 60, left: 28 };
const zoomRange = { min: 0.15, max: 1.15 };

/** The zoom and pan that show all the points, with room for headings above and controls below. */
export function fitViewport(points: readonly Point[], view: { width: number; height: number }): Viewport {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const [left, right] = [Math.min(...xs) - classNode.width / 2, Math.max(...xs) + classNode.width / 2];
  const [top, bottom] = [Math.min(...ys) - nodeSize / 2, Math.max(...ys) + nodeSize];
  const width = Math.max(1, view.width - margin.left - margin.right);
  const height = Math.max(1, view.height - margin.top - margin.bottom);
  const fitting = Math.min(width / (right - left), height / (bottom - top));
  const zoom = Math.min(zoomRange.max, Math.max(zoomRange.min, fitting));
  return {
    zoom,
    pan: {
      x: margin.left + width / 2 - (zoom * (left + right)) / 2,
      y: margin.top + height / 2 - (zoom * (top + bottom)) / 2,
    },
  };
}
