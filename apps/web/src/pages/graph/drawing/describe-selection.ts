import type { GraphModel } from "../../../graph-model/graph-model.js";
import type { Scene } from "../../../graph-model/scene.js";
import type { Selected } from "../../../routing/graph-address.js";
import { nodeName, percent, signed } from "../../../wording.js";

/** What is selected and where it leads, in a sentence for those who hear the page. */
export function describeSelection(model: GraphModel, scene: Scene, selected: Selected | null): string {
  if (!selected) return "Nothing is selected.";
  const name = (id: string | undefined) => {
    const node = id === undefined ? undefined : model.nodes.get(id);
    return node ? nodeName(model, node) : "";
  };
  const edge = selected.kind === "edge" ? model.edges.get(selected.id) : undefined;
  if (edge) {
    const amount = `${model.quantity} ${signed(edge[model.quantity])}`;
    return `Edge from ${name(edge.source)} to ${name(edge.target)}, ${amount}.`;
  }
  if (selected.kind === "layer") return `Layer ${model.layers.get(selected.id)?.name ?? selected.id}.`;
  const node = model.nodes.get(selected.id);
  if (!node) return "";
  const [incoming, outgoing] = [scene.incoming.get(node.id)?.[0], scene.outgoing.get(node.id)?.[0]];
  return [
    `${nodeName(model, node)}, ${percent(node.share)} of the attribution.`,
    scene.nodes.has(node.id) ? "" : "Not shown at present.",
    incoming ? `Left: ${name(incoming.source)}.` : "",
    outgoing ? `Right: ${name(outgoing.target)}.` : "",
  ]
    .filter((part) => part !== "")
    .join(" ");
}
