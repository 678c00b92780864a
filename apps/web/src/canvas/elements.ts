import { edgeKey } from "@gipfel/graph";
import type { EdgeDefinition, NodeDefinition } from "cytoscape";
import type { GraphModel } from "../graph-model/graph-model.js";
import { mayBeZero } from "../wording.js";
import { edgeWidth, labelMargin, nodeBorder, nodeText } from "./marks.js";
import type { Positions } from "./positions.js";
import { sCurve } from "./s-curve.js";

/** All nodes, hidden until they are shown. */
export function nodeElements(model: GraphModel, positions: Positions): NodeDefinition[] {
  return model.document.nodes.map((node) => ({
    group: "nodes",
    data: { id: node.id, label: nodeText(model, node).join("\n"), border: nodeBorder(node), margin: labelMargin(node) },
    classes: `${model.layers.get(node.layer)?.role ?? "hidden"} hidden`,
    position: { ...(positions.nodes.get(node.id) ?? { x: 0, y: 0 }) },
  }));
}

/** All edges, hidden until they are shown. */
export function edgeElements(model: GraphModel, positions: Positions): EdgeDefinition[] {
  return model.document.edges.map((edge) => {
    const [source, target] = [positions.nodes.get(edge.source), positions.nodes.get(edge.target)];
    const curve = source && target ? sCurve(source, target) : { weights: [0.5, 0.5], distances: [0, 0] };
    return {
      group: "edges",
      data: {
        id: edgeKey(edge),
        source: edge.source,
        target: edge.target,
        width: edgeWidth(model, edge),
        ...curve,
      },
      classes: `${edge.contribution < 0 ? "negative" : "positive"}${mayBeZero(edge) ? " unsure" : ""} hidden`,
    };
  });
}
