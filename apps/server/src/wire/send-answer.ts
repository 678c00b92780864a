import type { Endpoint } from "@gipfel/contracts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { etagOf, matchesEtag } from "./etag.js";
import type { BytesAnswer, WrittenAnswer } from "./handler.js";
import { sendEvents } from "./send-events.js";

/** Sends what a handler gave, in the form that the endpoint states: nothing, bytes, events or JSON. */
export function sendAnswer(
  endpoint: Endpoint,
  answer: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  reply.code(endpoint.status ?? 200);
  if (endpoint.reply === null) return reply.send();
  if (isWritten(answer)) return sendWritten(answer, request, reply);
  if ("bytes" in endpoint.reply) return sendBytes(answer as BytesAnswer<string>, request, reply);
  if ("events" in endpoint.reply) return sendEvents(reply, answer as AsyncIterable<unknown>);
  return sendJson(answer, request, reply);
}

function isWritten(answer: unknown): answer is WrittenAnswer<string> {
  return typeof answer === "object" && answer !== null && "tag" in answer && "body" in answer;
}

function sendWritten(answer: WrittenAnswer<string>, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { tag, body, type, fileName } = answer;
  const etag = `"${tag}"`;
  reply.header("etag", etag).header("cache-control", "private, no-cache");
  nameFile(reply, fileName);
  const isKnown = request.method !== "POST" && matchesEtag(request.headers["if-none-match"], etag);
  if (!isKnown && request.method !== "HEAD") return reply.type(`${type}; charset=utf-8`).send(body);
  if (!Buffer.isBuffer(body)) body.destroy();
  return isKnown ? reply.code(304).send() : reply.type(`${type}; charset=utf-8`).send();
}

function nameFile(reply: FastifyReply, fileName: string | undefined): void {
  if (fileName === undefined) return;
  reply.header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`);
}

function sendBytes(answer: BytesAnswer<string>, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { bytes, type, fileName, immutable } = answer;
  reply.header("cache-control", immutable ? "private, max-age=31536000, immutable" : "private, no-cache");
  nameFile(reply, fileName);
  const etag = etagOf(bytes);
  reply.header("etag", etag);
  if (matchesEtag(request.headers["if-none-match"], etag)) return reply.code(304).send();
  // No copy: a Buffer over the same memory.
  return reply.type(type).send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

function sendJson(answer: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const text = String(reply.serialize(answer as Record<string, unknown>));
  const etag = etagOf(text, versionOf(answer));
  reply.header("etag", etag).header("cache-control", "private, no-cache");
  if (request.method === "GET" && matchesEtag(request.headers["if-none-match"], etag)) return reply.code(304).send();
  return reply.type("application/json; charset=utf-8").send(text);
}

function versionOf(answer: unknown): number | undefined {
  if (typeof answer !== "object" || answer === null || !("version" in answer)) return undefined;
  return "createdAt" in answer || "updatedAt" in answer ? Number(answer.version) : undefined;
}
