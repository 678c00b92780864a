import type { Studies } from "@gipfel/service";
import { type HandlersOf, noAnswer } from "../wire/handler.js";

export const studyHandlers = (studies: Studies): HandlersOf<"Studies"> => ({
  createImagePath: ({ params, body, once }) => studies.createPath(params.analysis, params.class, body, once),
  showImagePath: ({ params }) => studies.showPath(params.analysis, params.path),
  deleteImagePath: ({ params, version }) => studies.removePath(params.analysis, params.path, version).then(noAnswer),
  findEdgeImages: ({ params }) => studies.findEdgeImages(params.analysis, params.class),
});
