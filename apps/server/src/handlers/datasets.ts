import type { Datasets } from "@gipfel/service";
import { type HandlersOf, noAnswer } from "../wire/handler.js";

export const datasetHandlers = (datasets: Datasets): HandlersOf<"Data sets"> => ({
  listDatasets: ({ query }) => datasets.list(query),
  registerDataset: ({ body, once }) => datasets.register(body, once),
  uploadDataset: ({ body, query, once }) => datasets.upload(body, query, once),
  showDataset: ({ params }) => datasets.show(params.dataset),
  listImages: ({ params, query }) => datasets.images(params.dataset, query),
  showThumbnail: async ({ params }) => ({
    bytes: await datasets.thumbnail(params.dataset, Number(params.image)),
    type: "image/webp",
    immutable: true,
  }),
  renameDataset: ({ params, body, version }) => datasets.rename(params.dataset, body, version),
  deleteDataset: ({ params, version }) => datasets.remove(params.dataset, version).then(noAnswer),
});
