import type { Layer } from "@gipfel/attribution";
import type { ClassTotals } from "../3-edges/class-totals.js";

/** The nodes of a layer as lists of neurons: its concepts; the whole input as one; of the output the class. */
export function nodesOfLayer(
  layer: Layer,
  { concepts, analysed }: Pick<ClassTotals, "concepts" | "analysed">,
): readonly (readonly number[])[] {
  switch (layer.role) {
    case "input":
      return [Array.from({ length: layer.neurons }, (_, c) => c)];
    case "output":
      return [[analysed.index]];
    case "hidden":
      return concepts[layer.id]!.clusters;
  }
}

/** `<layer>/<n>`; for the output layer n is the class index. */
export function nodeId(layer: Layer, n: number, { analysed }: Pick<ClassTotals, "analysed">): string {
  return `${layer.id}/${layer.role === "output" ? analysed.index : n}`;
}
