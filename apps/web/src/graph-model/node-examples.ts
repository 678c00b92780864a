import type { GraphExample, GraphNode } from "@gipfel/contracts";
import type { GraphModel } from "./graph-model.js";

const wholeImages = 9;

/**
 * The examples of a node. The image and the class have none of their own: theirs are whole images of the class, those
 * first in which the strongest concepts of late layers are strongest.
 */
export function examplesOf(model: Pick<GraphModel, "document" | "layers">, node: GraphNode): readonly GraphExample[] {
  if (node.examples.length > 0 || model.layers.get(node.layer)?.role === "hidden") return node.examples;
  const input = model.document.layers.find((layer) => layer.role === "input");
  if (!input) return [];
  const depth = ({ layer }: GraphNode) => model.layers.get(layer)?.depth ?? 0;
  const lateFirst = [...model.document.nodes].sort((a, b) => depth(b) - depth(a) || b.share - a.share);
  const images = new Set(lateFirst.flatMap(({ examples }) => examples.map(({ image }) => image)));
  const [height, width] = input.size;
  return [...images].slice(0, wholeImages).map((image) => ({ image, box: [0, 0, width, height], activation: 0 }));
}
