import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { GipfelError, ImageParams } from "@gipfel/contracts";
import { findAnalysis } from "../find-analysis.js";
import type { Analysis } from "../open-analyses.js";
import { readInside } from "../read-inside.js";
import { sendWithEtag } from "../send-with-etag.js";

/** `GET /analyses/:analysis/images/:image`: exactly what the network saw, one pixel per pixel of its input. */
export const imageRoutes: FastifyPluginAsyncTypebox<{ analyses: ReadonlyMap<string, Analysis> }> = async (
  app,
  { analyses },
) => {
  app.get("/analyses/:analysis/images/:image", { schema: { params: ImageParams } }, async (request, reply) => {
    const analysis = findAnalysis(analyses, request.params.analysis);
    const bytes = await readInside(analysis.directory, "images", `${request.params.image}.webp`);
    if (!bytes) {
      throw new GipfelError(
        "GRAPH_NOT_FOUND",
        `The analysis ${analysis.id} keeps no image ${request.params.image}; it keeps those that its graphs name`,
      );
    }
    reply.header("cache-control", "private, max-age=3600");
    return sendWithEtag(request, reply, bytes, "image/webp");
  });
};
