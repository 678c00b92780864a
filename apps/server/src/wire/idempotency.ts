import type { Endpoint } from "@gipfel/contracts";
import type { IdempotentRequest } from "@gipfel/store";
import type { FastifyRequest } from "fastify";
import { TransportError } from "./problem.js";

/**
 * The key under which a creation happens once, with all that decides what is asked for; undefined without
 * `Idempotency-Key`. What is uploaded is not part of it: that is known only when it has come.
 *
 * @throws TransportError REQUEST_INVALID
 */
export function idempotentRequest(request: FastifyRequest, endpoint: Endpoint): IdempotentRequest | undefined {
  const key = request.headers["idempotency-key"];
  if (key === undefined || endpoint.method !== "POST") return undefined;
  if (typeof key !== "string" || !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new TransportError(
      "REQUEST_INVALID",
      "Idempotency-Key: expected 1 to 200 characters of ASCII without spaces",
    );
  }
  const isJson = endpoint.body === undefined || !("bytes" in endpoint.body);
  const body = isJson ? JSON.stringify(request.body) : "";
  return { owner: request.principal?.id ?? "anyone", key, request: `${endpoint.method} ${request.url}\n${body}` };
}
