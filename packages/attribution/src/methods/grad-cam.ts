/**
 * Grad-CAM (Selvaraju et al. 2017): the channels A_k of a layer, weighted by their mean derivative over positions.
 *
 *     α_k = mean_p ∂ score / ∂ A_k(p),   map = relu(Σ_k α_k A_k)
 */
import { GipfelError } from "@gipfel/contracts";
import { nodeNamed, type Value } from "@gipfel/network";
import { chooseLayers } from "../plan/layers.js";
import type { AttributionGraph } from "./attribution-graph.js";
import { gradients } from "./gradient.js";
import type { Method } from "./method.js";

/** @returns `[N, 1, h, w]`, the size of the layer. */
export function gradCamMap(graph: AttributionGraph, layer: string | null): Value {
  const { builder } = graph;
  const tensor = layer === null ? lastSpatialLayer(graph) : spatialLayer(graph, layer);
  const weights = builder.reduce("mean", gradients(graph).get(tensor)!, [2, 3], true);
  const weighted = builder.multiply(graph.valueAt(tensor), weights);
  return builder.scalarFunction({ name: "relu" }, builder.reduce("sum", weighted, [1], true));
}

function spatialLayer({ network, moving, input, subject }: AttributionGraph, layer: string): string {
  const lies = layer === input.name || (layer !== subject.target && moving.some(({ name }) => name === layer));
  if (!lies) throw new GipfelError("LAYER_UNKNOWN", `layer ${layer} does not lead to the target ${subject.target}`);
  const { shape } = nodeNamed(network, layer);
  if (shape.length !== 4) {
    throw new GipfelError("METHOD_UNDEFINED", `Grad-CAM needs a layer with positions; ${layer} has none`);
  }
  return layer;
}

function lastSpatialLayer({ network, moving, subject }: AttributionGraph): string {
  const lying = new Set(moving.map(({ name }) => name));
  const layers = chooseLayers(network, "all").filter(
    ({ tensor, size }) => tensor !== subject.target && lying.has(tensor) && size[0] * size[1] > 1,
  );
  const last = layers.at(-1);
  if (!last) {
    throw new GipfelError("METHOD_UNDEFINED", "Grad-CAM needs a layer with positions before the target; there is none");
  }
  return last.tensor;
}

export const gradCam: Method<"grad-cam"> = {
  sampling: () => "once",
  inputOnly: true,
  attribute: (graph, { layer }) => gradCamMap(graph, layer),
};
