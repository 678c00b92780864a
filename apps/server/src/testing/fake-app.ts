import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import type { FastifyInstance } from "fastify";
import { addRoutes, createApp, type Logging, type RouteOptions } from "../create-app.js";
import { openApiDocument } from "../wire/open-api.js";
import { fakeHandlers } from "./fake-handlers.js";

/** The whole application, but for what stands behind its endpoints. */
export async function fakeApp(
  options: Partial<RouteOptions> = {},
  logging: Logging = false,
  trustedProxies: readonly string[] = [],
): Promise<FastifyInstance> {
  const app = createApp(logging, trustedProxies);
  await addRoutes(app, {
    handlers: fakeHandlers().handlers,
    access: { tokenNeeded: false, verify: async () => undefined },
    rateLimit: { requestsPerMinute: 1_000_000 },
    countJobs: async () => ({ waiting: 2, active: 1 }),
    board: null,
    openApi: openApiDocument("1.2.3"),
    pageRoot: "/nowhere",
    ...options,
  });
  return app;
}

/** A built page of one script; gives its folder. */
export async function writePage(parent: string): Promise<string> {
  const root = join(parent, "page");
  await mkdir(join(root, "assets"), { recursive: true });
  await writeFile(join(root, "index.html"), "<title>page</title>");
  await writeFile(join(root, "assets", "app.js"), "1");
  await writeFile(join(root, "assets", "app.js.br"), brotliCompressSync("1"));
  return root;
}
