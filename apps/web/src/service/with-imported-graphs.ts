import type { Client } from "@gipfel/client";
import { type ImportedGraphs, importedId } from "./imported-graphs.js";

/** The service with one more analysis, as long as there are any: the graphs that the reader opened from files. */
export function withImportedGraphs(service: Client, imported: ImportedGraphs): Client {
  return {
    ...service,
    async listResults(given) {
      const page = await service.listResults(given);
      const own = page.next === null ? await imported.summary() : null;
      return own ? { ...page, items: [...page.items, own] } : page;
    },
    async showGraph(given) {
      const { analysis, class: id } = given.params;
      return analysis === importedId ? imported.read(id) : service.showGraph(given);
    },
    async previewGraph(given) {
      const { analysis, class: id } = given.params;
      if (analysis !== importedId) return service.previewGraph(given);
      // With code that only edits need.
      const { mergedGraph } = await import("../graph-model/merged-graph.js");
      return mergedGraph(await imported.read(id), given.body.layers);
    },
    async showAnalysisDocument(given) {
      if (given.params.analysis === importedId) throw new Error("A graph from a file says nothing of its analysis");
      return service.showAnalysisDocument(given);
    },
    async showPredictions(given) {
      if (given.params.analysis === importedId) throw new Error("A graph from a file comes without predictions");
      return service.showPredictions(given);
    },
    async showImage(given) {
      const { analysis, image } = given.params;
      return analysis.startsWith(`${importedId}/`) ? imported.image(analysis, image) : service.showImage(given);
    },
  };
}
