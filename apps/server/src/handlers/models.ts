import type { Models } from "@gipfel/service";
import { type HandlersOf, noAnswer } from "../wire/handler.js";

export const modelHandlers = (models: Models): HandlersOf<"Models"> => ({
  listModels: ({ query }) => models.list(query),
  uploadModel: ({ body, query, once }) => models.upload(body, query, once),
  showModel: ({ params }) => models.show(params.model),
  inspectModel: ({ params, query }) => models.inspect(params.model, query),
  renameModel: ({ params, body, version }) => models.rename(params.model, body, version),
  deleteModel: ({ params, version }) => models.remove(params.model, version).then(noAnswer),
});
