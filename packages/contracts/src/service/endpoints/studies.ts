import { Type } from "typebox";
import { Id } from "../common.js";
import { endpoint } from "../endpoint.js";
import { EdgeImagesState, ImagePath, ImagePathRequest } from "../study.js";

const classParams = Type.Object({ analysis: Id(), class: Type.String({ minLength: 1, maxLength: 200 }) });
const pathParams = Type.Object({ analysis: Id(), path: Id() });

export const studyEndpoints = {
  createImagePath: endpoint({
    method: "POST",
    path: "/api/analyses/:analysis/graphs/:class/paths",
    tag: "Studies",
    summary: "Traces an image of the data set, or an uploaded one, through the graph of a class.",
    role: "write",
    params: classParams,
    body: ImagePathRequest,
    reply: ImagePath,
    status: 202,
  }),
  showImagePath: endpoint({
    method: "GET",
    path: "/api/analyses/:analysis/paths/:path",
    tag: "Studies",
    summary: "State and result of an image's path: predictions, activations and how unusual they are, edges.",
    role: "read",
    params: pathParams,
    reply: ImagePath,
  }),
  deleteImagePath: endpoint({
    method: "DELETE",
    path: "/api/analyses/:analysis/paths/:path",
    tag: "Studies",
    summary: "Stops and deletes an image's path.",
    role: "write",
    params: pathParams,
    reply: null,
    status: 204,
  }),
  findEdgeImages: endpoint({
    method: "POST",
    path: "/api/analyses/:analysis/graphs/:class/edge-images",
    tag: "Studies",
    summary:
      "Finds the images on which each edge of a class is strongest, if they are not known; edges tell them then.",
    role: "write",
    params: classParams,
    reply: EdgeImagesState,
    status: 202,
  }),
} as const;
