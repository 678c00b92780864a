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
  showAccess: endpoint({
    method: "GET",
    path: "/api/access",
    tag: "Service",
    summary: "What the caller may do here, and whether data sets can be registered from a folder of the service.",
    role: "read",
    reply: Type.Object({ role: Type.Enum(["read", "write"]), hasDataRoot: Type.Boolean() }),
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
