import type { NodeDefinition } from "cytoscape";
import type { GraphModel } from "../graph-model/graph-model.js";
import { isPoint, nodeText } from "./marks.js";
import type { Place, Positions } from "./positions.js";

/** Set on a node itself: a class would have Cytoscape match the whole stylesheet anew, ten times as long. */
export const display = { hidden: { display: "none" }, shown: { display: "element" } } as const;

/** What Cytoscape is told about a node, beside where it stands. */
export function nodeData(model: GraphModel, id: string, place: Place): Record<string, unknown> {
  const node = model.nodes.get(id);
  const label = node && !isPoint(place) ? nodeText(model, node).join("\n") : "";
  return { label, width: place.width, height: place.height, point: isPoint(place) ? 1 : 0 };
}

/** All nodes, where they stand. */
export function nodeElements(model: GraphModel, positions: Positions): NodeDefinition[] {
  return model.document.nodes.map(({ id, layer }) => {
    const place = positions.nodes.get(id) ?? { x: 0, y: 0, width: 0, height: 0 };
    return {
      group: "nodes",
      data: { id, ...nodeData(model, id, place) },
      classes: model.layers.get(layer)?.role ?? "",
      position: { x: place.x, y: place.y },
    };
  });
}
