import { Type } from "typebox";
import { Count, Default, Id, PageOf, PageQuery } from "../common.js";
import { endpoint } from "../endpoint.js";
import { Explanation, ExplanationRequest } from "../explanation.js";
import { imageIndex } from "./params.js";

const explanationParams = Type.Object({ explanation: Id() });

export const explanationEndpoints = {
  listExplanations: endpoint({
    method: "GET",
    path: "/api/explanations",
    tag: "Explanations",
    summary: "Explanations, newest first.",
    role: "read",
    query: PageQuery,
    reply: PageOf(Explanation),
  }),
  uploadImage: endpoint({
    method: "POST",
    path: "/api/uploads",
    tag: "Explanations",
    summary: "Uploads an image to explain.",
    role: "write",
    body: { bytes: "application/octet-stream" },
    reply: Type.Object({ id: Id(), bytes: Count() }),
    status: 201,
  }),
  createExplanation: endpoint({
    method: "POST",
    path: "/api/explanations",
    tag: "Explanations",
    summary: "Explains images of a data set, or an uploaded one, by a method.",
    role: "write",
    body: ExplanationRequest,
    reply: Explanation,
    status: 202,
  }),
  showExplanation: endpoint({
    method: "GET",
    path: "/api/explanations/:explanation",
    tag: "Explanations",
    summary: "State and results of an explanation.",
    role: "read",
    params: explanationParams,
    reply: Explanation,
  }),
  showExplanationImage: endpoint({
    method: "GET",
    path: "/api/explanations/:explanation/results/:n",
    tag: "Explanations",
    summary: "A result as a heat map, or as raw values.",
    role: "read",
    params: Type.Object({ explanation: Id(), n: imageIndex() }),
    query: Type.Object({ format: Default(Type.Enum(["png", "npy"]), "png") }),
    reply: { bytes: ["image/png", "application/octet-stream"] },
  }),
  showExplanationMean: endpoint({
    method: "GET",
    path: "/api/explanations/:explanation/mean",
    tag: "Explanations",
    summary: "The mean over all its images of the magnitude of their maps, in input coordinates.",
    role: "read",
    params: explanationParams,
    query: Type.Object({ format: Default(Type.Enum(["png", "npy"]), "png") }),
    reply: { bytes: ["image/png", "application/octet-stream"] },
  }),
  deleteExplanation: endpoint({
    method: "DELETE",
    path: "/api/explanations/:explanation",
    tag: "Explanations",
    summary: "Stops and deletes an explanation.",
    role: "write",
    params: explanationParams,
    reply: null,
    status: 204,
  }),
} as const;
