import type { Explanations } from "@gipfel/service";
import { type HandlersOf, noAnswer } from "../wire/handler.js";

export const explanationHandlers = (explanations: Explanations): HandlersOf<"Explanations"> => ({
  listExplanations: ({ query }) => explanations.list(query),
  uploadImage: ({ body }) => explanations.upload(body),
  createExplanation: ({ body, once }) => explanations.create(body, once),
  showExplanation: ({ params }) => explanations.show(params.explanation),
  showExplanationImage: async ({ params, query }) => ({
    bytes: await explanations.result(params.explanation, Number(params.n), query),
    type: query.format === "png" ? "image/png" : "application/octet-stream",
    immutable: true,
  }),
  showExplanationMean: async ({ params, query }) => ({
    bytes: await explanations.mean(params.explanation, query),
    type: query.format === "png" ? "image/png" : "application/octet-stream",
    immutable: true,
  }),
  deleteExplanation: ({ params, version }) => explanations.remove(params.explanation, version).then(noAnswer),
});
