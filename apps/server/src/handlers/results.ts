import type { Results, TextAnswer } from "@gipfel/service";
import type { HandlersOf } from "../wire/handler.js";

/** Ids that the service made are never used again; the folder behind a name may be another one tomorrow. */
const isUnique = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);

const asJson = (text: TextAnswer) => ({ ...text, type: "application/json" as const });

export const resultHandlers = (results: Results): HandlersOf<"Results"> => ({
  listResults: ({ query }) => results.list(query),
  showGraph: async ({ params, query }) => asJson(await results.graph(params.analysis, params.class, query)),
  previewGraph: async ({ params, query, body }) =>
    asJson(await results.preview(params.analysis, params.class, body, query)),
  exportGraph: async ({ params, query }) => {
    const { mediaType, ...exported } = await results.export(params.analysis, params.class, query);
    return { ...exported, type: mediaType };
  },
  showNode: ({ params, query }) => results.node(params.analysis, params.class, params.node, query),
  showEdge: ({ params, query }) => results.edge(params.analysis, params.class, query),
  showPairs: async ({ params, query }) => ({
    bytes: await results.pairs(params.analysis, params.class, query),
    type: "application/octet-stream",
    fileName: `${params.class} ${query.source} ${query.target} ${query.quantity}.npy`.replace(/[^\w. -]/g, "_"),
    immutable: false,
  }),
  showPredictions: ({ params, query }) => results.predictions(params.analysis, params.class, query),
  showImage: async ({ params, query }) => ({
    bytes: await results.image(params.analysis, Number(params.image), query),
    type: "image/webp",
    immutable: isUnique(params.analysis),
  }),
  showVisualisation: async ({ params, query }) => ({
    bytes: await results.visualisation(params.analysis, params.node, query),
    type: "image/png",
    immutable: false,
  }),
});
