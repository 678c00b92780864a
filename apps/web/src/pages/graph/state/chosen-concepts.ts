import type { Explorer } from "./explorer.svelte.js";

/** Concepts of one layer, by id, that an edit would be about: those that were chosen, else the one that is selected. */
export function chosenConcepts(explorer: Explorer): readonly string[] {
  const { edits, model, selected } = explorer;
  if (edits.chosen.length > 0) return edits.chosen;
  const node = selected?.kind === "node" ? model?.nodes.get(selected.id) : undefined;
  return node && model?.layers.get(node.layer)?.role === "hidden" ? [node.id] : [];
}

/** Chooses a concept beside the others of its layer, or no longer. */
export function chooseConcept(explorer: Explorer, id: string): void {
  const layerOf = (node: string) => explorer.model?.nodes.get(node)?.layer;
  const layer = layerOf(id);
  if (layer === undefined || explorer.model?.layers.get(layer)?.role !== "hidden") return;
  const beside = chosenConcepts(explorer).filter((one) => layerOf(one) === layer);
  const chosen = beside.includes(id) ? beside.filter((one) => one !== id) : [...beside, id];
  if (chosen.length > 0) explorer.edits.chosen = chosen;
  else explorer.selected = { kind: "layer", id: layer };
}
