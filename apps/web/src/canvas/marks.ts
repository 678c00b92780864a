import type { GraphEdge, GraphNode } from "@gipfel/contracts";
import type { GraphModel } from "../graph-model/graph-model.js";
import { nodeLabel, shorten, signed } from "../wording.js";

const border = { least: 1, most: 7 };
const stroke = { least: 0.8, most: 7 };

/** Width of a node's frame. Shares spread over orders of magnitude; the root keeps small ones apart. */
export function nodeBorder(node: GraphNode): number {
  return border.least + (border.most - border.least) * Math.sqrt(node.share);
}

/** Distance of a node's label from its lower side, the frame included. */
export function labelMargin(node: GraphNode): number {
  return nodeBorder(node) + 2;
}

/** Width of an edge: size of its contribution relative to the strongest into the same target. */
export function edgeWidth(model: GraphModel, edge: GraphEdge): number {
  const strongest = Math.abs(model.incoming.get(edge.target)?.[0]?.contribution ?? 0);
  const relative = strongest > 0 ? Math.abs(edge.contribution) / strongest : 0;
  return stroke.least + (stroke.most - stroke.least) * relative;
}

/** What is written at a node; at the class, its logit below its name. */
export function nodeText(model: GraphModel, node: GraphNode): string[] {
  const label = nodeLabel(model, node);
  if (node.id !== model.classNode.id) return [shorten(label, 14)];
  return [shorten(label, 26), signed(model.document.class.logit)];
}
