import { Type } from "typebox";
import { edgeMethods } from "../../attribution-methods.js";
import { Default, Id, Name, PageOf, PageQuery } from "../common.js";
import { endpoint } from "../endpoint.js";
import { Model, ModelChanges, ModelPlan } from "../model.js";

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
  inspectModel: endpoint({
    method: "GET",
    path: "/api/models/:model/inspection",
    tag: "Models",
    summary:
      "What gipfel inspect finds: layers and the plan of each segment for such settings, preprocessing that fits.",
    role: "read",
    params: modelParams,
    query: Type.Object({
      layers: Default(
        Type.String({ minLength: 1, maxLength: 10_000, description: "auto, all, or tensor names separated by commas" }),
        "auto",
      ),
      baseline: Default(Type.Enum(["zero", "mean"]), "zero"),
      edgeMethod: Default(Type.Enum([...edgeMethods]), "integrated-gradients"),
      target: Type.Optional(
        Type.String({ minLength: 1, maxLength: 500, description: "output tensor, where there are several" }),
      ),
    }),
    reply: ModelPlan,
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
