import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { sendProblem } from "./wire/problem.js";

/** Where the build of apps/web lies, seen from `src/` and from `dist/` alike. */
export const builtPageRoot = fileURLToPath(new URL("../../web/dist", import.meta.url));

/**
 * Serves the built page: its files by name, and the page itself for every other address outside `/api`. Names below
 * `assets/` carry a hash of their content, so browsers may keep them.
 */
export function servePage(app: FastifyInstance, pageRoot: string): void {
  const built = existsSync(join(pageRoot, "index.html"));
  if (built) {
    app.register(fastifyStatic, {
      root: pageRoot,
      cacheControl: false,
      // As the build has left them.
      preCompressed: true,
      setHeaders: (reply, path) => {
        const hashed = path.startsWith(join(pageRoot, "assets"));
        reply.header("cache-control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const path = new URL(request.url, "http://page").pathname;
    if (path === "/api" || path.startsWith("/api/")) {
      return sendProblem(reply, "ROUTE_NOT_FOUND", "The API has no such route; /api/analyses lists what there is");
    }
    if (request.method !== "GET" || /^\/assets\/|\.[a-z0-9]+$/i.test(path)) {
      return sendProblem(reply, "ROUTE_NOT_FOUND", "The page has no such file");
    }
    if (!built) {
      return sendProblem(reply, "ROUTE_NOT_FOUND", "The page is not built; run: pnpm --filter @gipfel/web build");
    }
    return reply.sendFile("index.html");
  });
}
