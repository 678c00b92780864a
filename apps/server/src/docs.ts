import swagger, { type StaticDocumentSpec } from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import type { OpenApiDocument } from "./wire/open-api.js";

/** The description of the API for people, at `/docs`; everything it loads comes from this service. */
export async function serveDocs(app: FastifyInstance, openApi: OpenApiDocument): Promise<void> {
  await app.register(swagger, { mode: "static", specification: { document: openApi } as StaticDocumentSpec });
  await app.register(swaggerUi, {
    routePrefix: "/docs",
    uiConfig: { deepLinking: true, docExpansion: "list", tryItOutEnabled: true },
    // Its pictures are data addresses.
    transformStaticCSP: (header) => header.replace("img-src 'self'", "img-src 'self' data:"),
  });
}
