import { Type } from "typebox";
import { endpoint } from "../endpoint.js";

export const serviceEndpoints = {
  live: endpoint({
    method: "GET",
    path: "/api/health/live",
    tag: "Service",
    summary: "Whether the process answers.",
    role: "anyone",
    reply: Type.Object({ status: Type.Literal("ok") }),
  }),
  ready: endpoint({
    method: "GET",
    path: "/api/health/ready",
    tag: "Service",
    summary: "Whether database and queue answer; 503 where one does not.",
    role: "anyone",
    reply: Type.Object({ status: Type.Literal("ok"), shape: Type.Enum(["embedded", "cluster"]) }),
  }),
  openApi: endpoint({
    method: "GET",
    path: "/api/openapi.json",
    tag: "Service",
    summary: "This description, as OpenAPI 3.1.",
    role: "anyone",
    reply: Type.Record(Type.String(), Type.Unknown()),
  }),
} as const;
