import type { IncomingMessage } from "node:http";
import { AnalysisDocument, type Endpoint, type EndpointName, endpoints, GraphDocument } from "@gipfel/contracts";
import { asCaller } from "@gipfel/service";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { authorise } from "../access/authorise.js";
import { networkOf } from "../access/rate-limit.js";
import { expectedVersion } from "./etag.js";
import type { Call, Handlers } from "./handler.js";
import { idempotentRequest } from "./idempotency.js";
import { parseJsonBody } from "./json-body.js";
import { TransportError } from "./problem.js";
import { readUpload } from "./read-upload.js";
import { sendAnswer } from "./send-answer.js";
import { compileValidator } from "./validator.js";

/** Bytes of a JSON body. Lists of labels and hand-made clusterings of wide layers fit. */
const jsonLimit = 4 * 1024 * 1024;

/** Media types of bodies that are streamed to their handler, which knows how much it takes. */
const streamedTypes = ["application/octet-stream", "application/zip"];

/** Makes every endpoint of the table a route: checked by its schemas, guarded by its role, answered by its handler. */
export function registerEndpoints(app: FastifyInstance, handlers: Handlers): void {
  app.setValidatorCompiler(compileValidator);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, async (_request: FastifyRequest, text: string) =>
    parseJsonBody(text),
  );
  app.addContentTypeParser(streamedTypes, async (_request: FastifyRequest, payload: IncomingMessage) =>
    readUpload(payload),
  );
  for (const [name, endpoint] of Object.entries(endpoints) as [EndpointName, Endpoint][]) {
    registerEndpoint(app, name, endpoint, handlers);
  }
}

function registerEndpoint(app: FastifyInstance, name: EndpointName, endpoint: Endpoint, handlers: Handlers): void {
  const handle = handlers[name] as (call: Call<Endpoint>) => unknown;
  const streams = streamedBody(endpoint) !== null;
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    bodyLimit: jsonLimit,
    exposeHeadRoute: endpoint.method === "GET" && !hasEvents(endpoint),
    schema: {
      ...(endpoint.params && { params: endpoint.params }),
      ...(endpoint.query && { querystring: endpoint.query }),
      ...(endpoint.body && !streams && { body: endpoint.body }),
      ...(hasSerialiser(endpoint.reply) && { response: { [endpoint.status ?? 200]: endpoint.reply } }),
    },
    preParsing: async (request) => {
      authorise(request, endpoint.role);
      requireMediaType(request, endpoint);
    },
    handler: async (request, reply) => {
      const disconnected = new AbortController();
      reply.raw.once("close", () => disconnected.abort());
      const call = {
        params: request.params,
        query: request.query,
        body: request.body,
        once: idempotentRequest(request, endpoint),
        role: request.principal?.role ?? "read",
        version: expectedVersion(request.headers["if-match"]),
        signal: disconnected.signal,
      } as Call<Endpoint>;
      const answer = await asCaller(callerOf(request), () => handle(call));
      if (endpoint.method !== "GET") request.log.info({ endpoint: name, ...idsOf(request, answer) }, "carried out");
      return sendAnswer(endpoint, answer, request, reply);
    },
  });
}

/** Whose share of what is limited a request takes. */
function callerOf({ principal, ip }: FastifyRequest): string {
  return principal === null ? networkOf(ip) : `token ${principal.id}`;
}

/** What a change was about, as the logs of jobs have it too. */
function idsOf({ params }: FastifyRequest, answer: unknown): Record<string, unknown> {
  const id = typeof answer === "object" && answer !== null && "id" in answer ? { id: answer.id } : {};
  return { ...(params as object), ...id };
}

/** The media type of a body that is no JSON. */
function streamedBody({ body }: Endpoint): string | null {
  return body !== undefined && "bytes" in body ? body.bytes : null;
}

function hasEvents({ reply }: Endpoint): boolean {
  return reply !== null && "events" in reply;
}

/**
 * What a schema does not name is not sent. Documents are sent as they were written: they were parsed when they were read,
 * a later version may hold more, and they are large.
 */
function hasSerialiser(reply: Endpoint["reply"]): boolean {
  if (reply === null || "bytes" in reply || "events" in reply) return false;
  return reply !== GraphDocument && reply !== AnalysisDocument;
}

/** Before the body is read: a stream is for those who asked for one. */
function requireMediaType(request: FastifyRequest, endpoint: Endpoint): void {
  if (endpoint.method === "GET") return;
  const expected = streamedBody(endpoint) ?? "application/json";
  const given = request.headers["content-type"]?.split(";")[0].trim().toLowerCase();
  if (given === expected || (given === undefined && streamedBody(endpoint) === null)) return;
  throw new TransportError(
    "MEDIA_TYPE_UNSUPPORTED",
    `The body is ${given === undefined ? "of no stated type" : given.slice(0, 100)}; this takes ${expected}`,
  );
}
