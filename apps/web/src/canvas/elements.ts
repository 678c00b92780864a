import { edgeKey } from "@gipfel/graph";
import type { EdgeDefinition, NodeDefinition } from "cytoscape";
import type { GraphModel } from "../graph-model.js";
import { mayBeZero, nodeLabel, shorten, signed } from "../wording.js";
import type { Positions } from "./positions.js";
import { sCurve } from "./s-curve.js";

const border = { least: 1, most: 7 };
const stroke = { least: 0.8, most: 7 };

/** All nodes, hidden until they are shown. */
export function nodeElements(model: GraphModel, positions: Positions): NodeDefinition[] {
  return model.document.nodes.map((node) => {
    const role = model.layers.get(node.layer)?.role ?? "hidden";
    const label = shorten(nodeLabel(model, node), role === "output" ? 40 : 14);
    return {
      group: "nodes",
      data: {
        id: node.id,
        label: role === "output" ? `${label}\n${signed(model.document.class.logit)}` : label,
        // Shares spread over orders of magnitude; the root keeps small ones apart.
        border: border.least + (border.most - border.least) * Math.sqrt(node.share),
      },
      classes: `${role} hidden`,
      position: { ...(positions.nodes.get(node.id) ?? { x: 0, y: 0 }) },
    };
  });
}

/** All edges, hidden until they are shown. Width: size of the contribution relative to the strongest into the same target. */
export function edgeElements(model: GraphModel, positions: Positions): EdgeDefinition[] {
  return model.document.edges.map((edge) => {
    const strongest = Math.abs(model.incoming.get(edge.target)?.[0]?.contribution ?? 0);
    const relative = strongest > 0 ? Math.abs(edge.contribution) / strongest : 0;
    const [source, target] = [positions.nodes.get(edge.source), positions.nodes.get(edge.target)];
    const curve = source && target ? sCurve(source, target) : { weights: [0.5, 0.5], distances: [0, 0] };
    return {
      group: "edges",
      data: {
        id: edgeKey(edge),
        source: edge.source,
        target: edge.target,
        width: stroke.least + (stroke.most - stroke.least) * relative,
        ...curve,
      },
      classes: `${edge.contribution < 0 ? "negative" : "positive"}${mayBeZero(edge) ? " unsure" : ""} hidden`,
    };
  });
}
