import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { sendProblem } from "./problem.js";

/** Turns away every request of this scope that does not carry `Authorization: Bearer <token>`. */
export function requireToken(scope: FastifyInstance, token: string): void {
  const expected = digest(`Bearer ${token}`);
  scope.addHook("onRequest", async (request, reply) => {
    // Digests have equal lengths, which timingSafeEqual demands, and tell nothing about the token's.
    if (timingSafeEqual(digest(request.headers.authorization ?? ""), expected)) return;
    reply.header("www-authenticate", "Bearer");
    return sendProblem(reply, "UNAUTHORIZED", "Open the address that the service printed when it started");
  });
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
