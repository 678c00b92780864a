import helmet from "@fastify/helmet";
import type { FastifyInstance } from "fastify";

/** What a page of this service may load, and from where: from here, and what it made itself. */
export async function setSecurityHeaders(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        // Pictures of nodes are made in the page; Cytoscape puts a style element into it.
        "img-src": ["'self'", "blob:"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
      },
    },
    // Behind plain HTTP on this machine it means nothing; behind a proxy with TLS it is the proxy's to set.
    strictTransportSecurity: false,
  });
}
