import { Type } from "typebox";
import { Id, Name, PageOf, PageQuery } from "../common.js";
import { endpoint } from "../endpoint.js";
import { Model, ModelChanges } from "../model.js";

const modelParams = Type.Object({ model: Id() });

export const modelEndpoints = {
  listModels: endpoint({
    method: "GET",
    path: "/api/models",
    tag: "Models",
    summary: "Models, newest first.",
    role: "read",
    query: PageQuery,
    reply: PageOf(Model),
  }),
  uploadModel: endpoint({
    method: "POST",
    path: "/api/models",
    tag: "Models",
    summary: "Uploads an ONNX file, or a zip of a TensorFlow.js model; it is checked before it can be used.",
    role: "write",
    query: Type.Object({ name: Type.Optional(Name()) }),
    body: { bytes: "application/octet-stream" },
    reply: Model,
    status: 201,
  }),
  showModel: endpoint({
    method: "GET",
    path: "/api/models/:model",
    tag: "Models",
    summary: "A model: layers, plan, preprocessing.",
    role: "read",
    params: modelParams,
    reply: Model,
  }),
  renameModel: endpoint({
    method: "PATCH",
    path: "/api/models/:model",
    tag: "Models",
    summary: "Renames a model.",
    role: "write",
    params: modelParams,
    body: ModelChanges,
    reply: Model,
  }),
  deleteModel: endpoint({
    method: "DELETE",
    path: "/api/models/:model",
    tag: "Models",
    summary: "Deletes a model that no analysis uses.",
    role: "write",
    params: modelParams,
    reply: null,
    status: 204,
  }),
} as const;
