import { Type } from "typebox";
import { Count, Id, Name, PageOf, PageQuery } from "../common.js";
import { Dataset, DatasetChanges, DatasetImage, DatasetRegistration } from "../dataset.js";
import { endpoint } from "../endpoint.js";
import { imageIndex } from "./params.js";

const datasetParams = Type.Object({ dataset: Id() });

export const datasetEndpoints = {
  listDatasets: endpoint({
    method: "GET",
    path: "/api/datasets",
    tag: "Data sets",
    summary: "Data sets, newest first.",
    role: "read",
    query: PageQuery,
    reply: PageOf(Dataset),
  }),
  registerDataset: endpoint({
    method: "POST",
    path: "/api/datasets",
    tag: "Data sets",
    summary: "Registers a folder, manifest or .npz below the data root.",
    role: "write",
    body: DatasetRegistration,
    reply: Dataset,
    status: 201,
  }),
  uploadDataset: endpoint({
    method: "POST",
    path: "/api/datasets/upload",
    tag: "Data sets",
    summary: "Uploads a zip with one folder of images per class.",
    role: "write",
    query: Type.Object({ name: Type.Optional(Name()) }),
    body: { bytes: "application/zip" },
    reply: Dataset,
    status: 201,
  }),
  showDataset: endpoint({
    method: "GET",
    path: "/api/datasets/:dataset",
    tag: "Data sets",
    summary: "A data set with its classes and counts.",
    role: "read",
    params: datasetParams,
    reply: Dataset,
  }),
  listImages: endpoint({
    method: "GET",
    path: "/api/datasets/:dataset/images",
    tag: "Data sets",
    summary: "The images of a data set, or of one of its classes, by index.",
    role: "read",
    params: datasetParams,
    query: Type.Object({
      ...PageQuery.properties,
      class: Type.Optional(Type.String({ minLength: 1, maxLength: 500, description: "folder or label" })),
    }),
    reply: Type.Object({ ...PageOf(DatasetImage).properties, total: Count() }),
  }),
  showThumbnail: endpoint({
    method: "GET",
    path: "/api/datasets/:dataset/images/:image",
    tag: "Data sets",
    summary: "A thumbnail of an image.",
    role: "read",
    params: Type.Object({ dataset: Id(), image: imageIndex() }),
    reply: { bytes: ["image/webp"] },
  }),
  renameDataset: endpoint({
    method: "PATCH",
    path: "/api/datasets/:dataset",
    tag: "Data sets",
    summary: "Renames a data set; its files, and results that name it, stay as they are.",
    role: "write",
    params: datasetParams,
    body: DatasetChanges,
    reply: Dataset,
  }),
  deleteDataset: endpoint({
    method: "DELETE",
    path: "/api/datasets/:dataset",
    tag: "Data sets",
    summary: "Forgets a data set that no analysis uses; files below the data root stay.",
    role: "write",
    params: datasetParams,
    reply: null,
    status: 204,
  }),
} as const;
