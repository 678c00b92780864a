import { Type } from "typebox";
import { Id, PageOf, PageQuery } from "../common.js";
import { endpoint } from "../endpoint.js";
import { Annotation, AnnotationRequest, View, ViewRequest } from "../view.js";
import { analysisParams, nodeId } from "./params.js";

const viewParams = Type.Object({ analysis: Id(), view: Id() });
const annotationParams = Type.Object({ analysis: Id(), node: nodeId() });

export const viewEndpoints = {
  listViews: endpoint({
    method: "GET",
    path: "/api/analyses/:analysis/views",
    tag: "Views",
    summary: "Saved views of an analysis: other clusterings, names, selections.",
    role: "read",
    params: analysisParams,
    query: PageQuery,
    reply: PageOf(View),
  }),
  createView: endpoint({
    method: "POST",
    path: "/api/analyses/:analysis/views",
    tag: "Views",
    summary: "Saves a view.",
    role: "write",
    params: analysisParams,
    body: ViewRequest,
    reply: View,
    status: 201,
  }),
  showView: endpoint({
    method: "GET",
    path: "/api/analyses/:analysis/views/:view",
    tag: "Views",
    summary: "A saved view.",
    role: "read",
    params: viewParams,
    reply: View,
  }),
  changeView: endpoint({
    method: "PUT",
    path: "/api/analyses/:analysis/views/:view",
    tag: "Views",
    summary: "Replaces a view.",
    role: "write",
    params: viewParams,
    body: ViewRequest,
    reply: View,
  }),
  deleteView: endpoint({
    method: "DELETE",
    path: "/api/analyses/:analysis/views/:view",
    tag: "Views",
    summary: "Deletes a view.",
    role: "write",
    params: viewParams,
    reply: null,
    status: 204,
  }),
  listAnnotations: endpoint({
    method: "GET",
    path: "/api/analyses/:analysis/annotations",
    tag: "Views",
    summary: "Names and notes of nodes.",
    role: "read",
    params: analysisParams,
    query: PageQuery,
    reply: PageOf(Annotation),
  }),
  annotate: endpoint({
    method: "PUT",
    path: "/api/analyses/:analysis/annotations/:node",
    tag: "Views",
    summary: "Names a node, or notes something about it.",
    role: "write",
    params: annotationParams,
    body: AnnotationRequest,
    reply: Annotation,
  }),
  deleteAnnotation: endpoint({
    method: "DELETE",
    path: "/api/analyses/:analysis/annotations/:node",
    tag: "Views",
    summary: "Deletes name and note of a node.",
    role: "write",
    params: annotationParams,
    reply: null,
    status: 204,
  }),
} as const;
