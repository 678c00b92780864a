import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { GipfelError, GraphParams, messageOf, parseGraphDocument } from "@gipfel/contracts";
import { findAnalysis } from "../find-analysis.js";
import type { Analysis } from "../open-analyses.js";
import { readInside } from "../read-inside.js";
import { sendWithEtag } from "../send-with-etag.js";

/** `GET /analyses/:analysis/graphs/:class`: the graph document as the analysis wrote it, byte for byte. */
export const graphRoutes: FastifyPluginAsyncTypebox<{ analyses: ReadonlyMap<string, Analysis> }> = async (
  app,
  { analyses },
) => {
  app.get("/analyses/:analysis/graphs/:class", { schema: { params: GraphParams } }, async (request, reply) => {
    const analysis = findAnalysis(analyses, request.params.analysis);
    const id = request.params.class;
    const known = analysis.document.classes.some((entry) => entry.id === id);
    const bytes = known ? await readInside(analysis.directory, "graphs", `${id}.json`) : null;
    if (!bytes) {
      throw new GipfelError(
        "GRAPH_NOT_FOUND",
        `The analysis ${analysis.id} has no graph of a class ${id}; it has ${analysis.document.classes.length} classes`,
      );
    }
    requireGraph(bytes, id);
    reply.header("cache-control", "private, no-cache");
    return sendWithEtag(request, reply, bytes, "application/json; charset=utf-8");
  });
};

function requireGraph(bytes: Buffer, id: string): void {
  let document: unknown;
  try {
    document = JSON.parse(bytes.toString("utf8"));
  } catch (cause) {
    throw new GipfelError("GRAPH_INVALID", `The graph of ${id} is not JSON: ${messageOf(cause)}`, { cause });
  }
  parseGraphDocument(document);
}
