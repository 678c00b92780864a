import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { AnalysisDocument, AnalysisList, AnalysisParams } from "@gipfel/contracts";
import { findAnalysis } from "../find-analysis.js";
import type { Analysis } from "../open-analyses.js";

/** `GET /analyses` and `GET /analyses/:analysis`. */
export const analysisRoutes: FastifyPluginAsyncTypebox<{ analyses: ReadonlyMap<string, Analysis> }> = async (
  app,
  { analyses },
) => {
  app.get("/analyses", { schema: { response: { 200: AnalysisList } } }, async () => ({
    analyses: [...analyses.values()].map(({ id, document }) => ({
      id,
      model: { name: document.model.name },
      dataset: { name: document.dataset.name, images: document.dataset.images },
      classes: document.classes,
    })),
  }));

  app.get(
    "/analyses/:analysis",
    { schema: { params: AnalysisParams, response: { 200: AnalysisDocument } } },
    async (request) => findAnalysis(analyses, request.params.analysis).document,
  );
};
