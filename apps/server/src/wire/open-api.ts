import { type Endpoint, endpoints, Problem } from "@gipfel/contracts";
import type { TObject } from "typebox";

export interface OpenApiDocument extends Record<string, unknown> {
  readonly openapi: string;
  readonly info: { title: string; version: string; [more: string]: unknown };
  readonly paths: Record<string, Record<string, unknown>>;
}

/** Statuses of problems that any endpoint may answer with, by what it takes. */
function problemStatuses({ params, query, body, role, method }: Endpoint): number[] {
  const statuses = [503, 429];
  if (body) statuses.push(408);
  if (role !== "anyone") statuses.push(401);
  if (role === "write") statuses.push(403);
  if (params || query || body) statuses.push(400, 422);
  if (params) statuses.push(404);
  if (body) statuses.push(413, 415);
  if (method !== "GET") statuses.push(409, 412);
  return statuses.sort();
}

/** The table of endpoints as OpenAPI 3.1, whose schemas are JSON Schema: ours go in as they are. */
export function openApiDocument(version: string): OpenApiDocument {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, endpoint] of Object.entries(endpoints)) {
    const path = endpoint.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(name, endpoint) };
  }
  const document = {
    openapi: "3.1.0",
    info: {
      title: "Gipfel",
      version,
      description: "Attribution graphs: what a convolutional network does for a whole class.",
      license: { name: "MIT", identifier: "MIT" },
    },
    tags: [...new Set(Object.values(endpoints).map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem },
      securitySchemes: { token: { type: "http", scheme: "bearer", description: "Needed beyond this machine." } },
    },
  };
  return inDraft2020(document) as typeof document;
}

/** Tuples as JSON Schema 2020-12, which OpenAPI 3.1 takes, has them: those of our schemas are of an earlier draft. */
function inDraft2020(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inDraft2020);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] => [name, inDraft2020(inner)]);
  if (!("items" in value && Array.isArray(value.items))) return Object.fromEntries(entries);
  const { items, additionalItems: _, ...rest } = Object.fromEntries(entries);
  return { ...rest, prefixItems: items, items: false };
}

function operation(name: string, endpoint: Endpoint): Record<string, unknown> {
  const { body, role, summary, tag } = endpoint;
  const problems = problemStatuses(endpoint).map((status) => [
    status,
    {
      description: "A problem",
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
    },
  ]);
  return {
    operationId: name,
    summary,
    tags: [tag],
    ...(role !== "anyone" && { security: [{ token: [] }, {}] }),
    parameters: [
      ...parameters("path", endpoint.params),
      ...parameters("query", endpoint.query),
      ...headers(endpoint).map(([header, description]) => ({
        ...{ name: header, in: "header", required: false, description },
        schema: { type: "string" },
      })),
    ],
    ...(body && { requestBody: { required: true, content: requestContent(body) } }),
    responses: {
      [endpoint.status ?? 200]: success(endpoint),
      ...(isTagged(endpoint) && { 304: { description: "What the client has is still that" } }),
      ...Object.fromEntries(problems),
    },
  };
}

function parameters(place: "path" | "query", schema: TObject | undefined): Record<string, unknown>[] {
  const required: readonly string[] = schema?.required ?? [];
  return Object.entries(schema?.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: required.includes(name) && !("default" in property),
    ...("description" in property && { description: property.description }),
    schema: property,
  }));
}

/** Whether `If-None-Match` saves the client what it has. */
function isTagged({ method, reply }: Endpoint): boolean {
  return method === "GET" && reply !== null && !("events" in reply);
}

function headers(endpoint: Endpoint): [string, string][] {
  const { method, status } = endpoint;
  if (isTagged(endpoint)) return [["If-None-Match", "ETag of what the client has; 304 where it is still that"]];
  if (method === "GET") return [];
  if (method === "POST" && status !== undefined) {
    return [["Idempotency-Key", "any text of the client's; the same key again gives the same answer for 24 hours"]];
  }
  return [["If-Match", "ETag of what the client saw; 412 where it has changed since"]];
}

function requestContent(body: NonNullable<Endpoint["body"]>): Record<string, unknown> {
  return "bytes" in body
    ? { [body.bytes]: { schema: { type: "string", format: "binary" } } }
    : { "application/json": { schema: body } };
}

function success({ reply, summary }: Endpoint): Record<string, unknown> {
  if (reply === null) return { description: "Done" };
  if ("bytes" in reply) {
    const binary = { schema: { type: "string", format: "binary" } };
    return { description: summary, content: Object.fromEntries(reply.bytes.map((type) => [type, binary])) };
  }
  if ("events" in reply) return { description: summary, content: { "text/event-stream": { schema: reply.events } } };
  return { description: summary, content: { "application/json": { schema: reply } } };
}
