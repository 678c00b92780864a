import { Type } from "typebox";
import { LayerActivations } from "../../activations-document.js";
import { ClassMap } from "../../class-map-document.js";
import { Id } from "../common.js";
import { endpoint } from "../endpoint.js";
import { analysisParams } from "./params.js";

const layerId = () => Type.String({ minLength: 1, maxLength: 500 });

/** What compares the classes of an analysis. */
export const classResultEndpoints = {
  showActivations: endpoint({
    method: "GET",
    path: "/api/analyses/:analysis/layers/:layer/activations",
    tag: "Classes",
    summary: "How strongly each node of a hidden layer acts in each class and in the whole data set, and where most.",
    role: "read",
    params: Type.Object({ analysis: Id(), layer: layerId() }),
    reply: LayerActivations,
  }),
  showClassMap: endpoint({
    method: "GET",
    path: "/api/analyses/:analysis/class-map",
    tag: "Classes",
    summary: "Where classes lie by the concepts they share, layer by layer; 409 where they share none.",
    role: "read",
    params: analysisParams,
    reply: ClassMap,
  }),
  listSimilarClasses: endpoint({
    method: "GET",
    path: "/api/analyses/:analysis/classes/:class/similar",
    tag: "Classes",
    summary: "All classes by how alike the concepts of a layer make them to this one; 409 where they share none.",
    role: "read",
    params: Type.Object({ analysis: Id(), class: Type.String({ minLength: 1, maxLength: 200 }) }),
    query: Type.Object({
      layer: Type.Optional(Type.String({ minLength: 1, maxLength: 500, description: "the last hidden one otherwise" })),
    }),
    reply: Type.Object({
      layer: Type.String(),
      /** The class itself first, then falling. */
      classes: Type.Array(
        Type.Object({
          class: Type.String(),
          /** Cosine of the profiles, in [−1, 1]: departures of concepts from their mean over classes. */
          similarity: Type.Number(),
        }),
      ),
    }),
  }),
} as const;
