import type { GraphDocument } from "@gipfel/contracts";
import type { NodeMap } from "../2-concepts/layer-concepts.js";

/** The nodes of a graph, as the phases know them. */
export function graphNodes({ layers, nodes }: Pick<GraphDocument, "layers" | "nodes">): NodeMap {
  const hidden = layers.filter(({ role }) => role === "hidden");
  return Object.fromEntries(
    hidden.map(({ id, dead, explainedVariance, silhouette, chanceSilhouette, stability }) => {
      const clusters: number[][] = [];
      for (const node of nodes) if (node.layer === id) clusters[numberOf(node.id)] = node.neurons;
      const quality = { explainedVariance: explainedVariance ?? 1, silhouette, chanceSilhouette, stability };
      return [id, { clusters, dead, ...quality }];
    }),
  );
}

const numberOf = (nodeId: string) => Number(nodeId.slice(nodeId.lastIndexOf("/") + 1));
