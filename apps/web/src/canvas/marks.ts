import type { GraphNode } from "@gipfel/contracts";
import type { GraphModel } from "../graph-model/graph-model.js";
import type { Link } from "../graph-model/link.js";
import { nodeLabel, shorten, signed } from "../wording.js";

export interface Size {
  width: number;
  height: number;
}

const side = { least: 36, most: 68, collapsed: 14 };
const stroke = { least: 0.8, most: 7 };
export const frame = 1.5;
/** Around the frame of what is pinned, or chosen to be merged. */
export const ring = { gap: 3.5, width: 2 };
export const classSize: Size = { width: 128, height: 76 };
/** No node is larger, but for the class. */
export const largestSide = side.most;

/** Shares spread over orders of magnitude; the root keeps small ones apart. The area shows the share. */
function sideOf(model: GraphModel, node: GraphNode): number {
  const relative = model.largestShare > 0 ? Math.min(1, node.share / model.largestShare) : 1;
  return side.least + (side.most - side.least) * Math.sqrt(relative);
}

/** How large a node is drawn: by its share, relative to the largest of a concept; a point in a collapsed layer. */
export function sizeOf(model: GraphModel, id: string, collapsed: boolean): Size {
  if (id === model.classNode.id) return classSize;
  if (collapsed) return { width: side.collapsed, height: side.collapsed };
  const node = model.nodes.get(id);
  const length = node ? sideOf(model, node) : side.least;
  return { width: length, height: length };
}

export const isPoint = ({ width }: Size): boolean => width < side.least;

/** Width of a link: its amount relative to the strongest into the same target. */
export function linkWidth({ strength }: Link): number {
  return stroke.least + (stroke.most - stroke.least) * strength;
}

/** What is written at a node; at the class, its logit below its name. */
export function nodeText(model: GraphModel, node: GraphNode): string[] {
  const label = nodeLabel(model, node);
  if (node.id !== model.classNode.id) return [shorten(label, 14)];
  return model.logit === null ? [shorten(label, 26)] : [shorten(label, 26), signed(model.logit)];
}
