import type { FastifyInstance } from "fastify";

const policy = [
  "default-src 'self'",
  "script-src 'self'",
  // Pictures of nodes are made in the page; Cytoscape puts a style element into it.
  "img-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export function securityHeaders(app: FastifyInstance): void {
  app.addHook("onRequest", async (_request, reply) => {
    reply.header("content-security-policy", policy);
    reply.header("x-content-type-options", "nosniff");
    reply.header("referrer-policy", "no-referrer");
  });
}
