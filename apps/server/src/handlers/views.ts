import type { Annotations, Views } from "@gipfel/service";
import { type HandlersOf, noAnswer } from "../wire/handler.js";

export const viewHandlers = (views: Views, annotations: Annotations): HandlersOf<"Views"> => ({
  listViews: ({ params, query }) => views.list(params.analysis, query),
  createView: ({ params, body, once }) => views.create(params.analysis, body, once),
  showView: ({ params }) => views.show(params.analysis, params.view),
  changeView: ({ params, body, version }) => views.change(params.analysis, params.view, body, version),
  deleteView: ({ params, version }) => views.remove(params.analysis, params.view, version).then(noAnswer),
  listAnnotations: ({ params, query }) => annotations.list(params.analysis, query),
  annotate: ({ params, body, version }) => annotations.put(params.analysis, params.node, body, version),
  deleteAnnotation: ({ params, version }) => annotations.remove(params.analysis, params.node, version).then(noAnswer),
});
