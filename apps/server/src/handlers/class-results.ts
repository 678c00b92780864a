import type { ClassResults } from "@gipfel/service";
import type { HandlersOf } from "../wire/handler.js";

export const classResultHandlers = (results: ClassResults): HandlersOf<"Classes"> => ({
  showActivations: ({ params }) => results.activations(params.analysis, params.layer),
  showClassMap: ({ params }) => results.map(params.analysis),
  listSimilarClasses: ({ params, query }) => results.similar(params.analysis, params.class, query),
});
