import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readServerEnvironment } from "./environment.js";
import { openTokens } from "./open-tokens.js";
import { startServer } from "./start-server.js";
import { temporaryFolder, writeAnalysisFolder } from "./testing/analysis-folder.js";

let root: string;
let directories: string[];
beforeAll(async () => {
  root = await temporaryFolder();
  directories = [await writeAnalysisFolder(root, "run")];
});
afterAll(() => rm(root, { recursive: true }));

/** The status of an answer under a host name. */
const rawStatus = (port: number, host: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    get({ port, host: "127.0.0.1", path: "/api/health/live", headers: { host } }, (reply) => {
      reply.resume();
      resolve(reply.statusCode);
    }).on("error", reject);
  });

const temporaryStates = () => readdirSync(tmpdir()).filter((name) => name.startsWith("gipfel-state-"));

describe("startServer", () => {
  it("listens where it says, and leaves nothing behind", async () => {
    const before = temporaryStates();
    const server = await startServer({ directories, host: "127.0.0.1", port: 0 });
    const reply = await fetch(new URL("api/analyses", server.url));
    expect(reply.status).toBe(200);
    await server.close();
    await expect(fetch(new URL("api/analyses", server.url))).rejects.toThrow();
    expect(temporaryStates()).toEqual(before);
  });

  it("says why a folder is read-only, by the path that does not lead to what was analyzed", async () => {
    const start = async (sources = {}) => {
      const server = await startServer({ directories, sources, host: "127.0.0.1", port: 0 });
      await server.close();
      return server.folders.map(({ id, analysisId, readOnly }) => [id, analysisId, readOnly]);
    };
    expect(await start()).toEqual([["run", "run", "nothing says where the model tiny.onnx is"]]);
    const model = join(root, "gone.onnx");
    expect(await start({ model })).toEqual([["run", "run", `the model is not at ${model}`]]);
  });

  it("keeps its state where it is told to", async () => {
    const state = join(root, "state");
    const server = await startServer({ directories: [], host: "127.0.0.1", port: 0, state });
    await server.close();
    expect(existsSync(state)).toBe(true);
  });

  it("does what the environment says of names, connections and the trash", async () => {
    const state = join(root, "told");
    const trashed = join(state, "artifacts", "trash", "a".repeat(64));
    mkdirSync(dirname(trashed), { recursive: true });
    const write = (days: number) => {
      writeFileSync(trashed, "");
      const time = new Date(Date.now() - days * 24 * 3_600_000);
      utimesSync(trashed, time, time);
    };
    const start = (variables: Record<string, string>) =>
      startServer({ directories: [], host: "127.0.0.1", port: 0, ...readServerEnvironment(variables, { state }) });
    write(3);
    await (await start({})).close();
    expect(existsSync(trashed)).toBe(true);
    const told = { GIPFEL_TRASH_DAYS: "2", GIPFEL_HOST_NAME: "service.example", GIPFEL_TOKEN: "long enough" };
    const server = await start({ ...told, GIPFEL_MAX_CONNECTIONS: "12", GIPFEL_TRUST_PROXY: "127.0.0.1" });
    await expect.poll(() => existsSync(trashed)).toBe(false);
    const port = new URL(server.url).port;
    const ask = (host: string) => rawStatus(Number(port), host);
    expect([await ask("service.example"), await ask("other.example")]).toEqual([200, 403]);
    await server.close();
    await expect(start({ GIPFEL_TRUST_PROXY: "no address" })).rejects.toMatchObject({
      message: expect.stringContaining("invalid trusted proxies"),
    });
  });

  it("says that a port is in use", async () => {
    const first = await startServer({ directories, host: "127.0.0.1", port: 0 });
    const port = Number(new URL(first.url).port);
    await expect(startServer({ directories, host: "127.0.0.1", port })).rejects.toMatchObject({
      code: "OPTION_INVALID",
      message: expect.stringContaining(`Port ${port} on 127.0.0.1 is in use`),
    });
    await first.close();
  });

  it("refuses a host beyond loopback without any token, and says how to make one", async () => {
    for (const host of ["0.0.0.0", "::", "example.org", "127.0.0.1.example.org"]) {
      await expect(startServer({ directories, host, port: 0 })).rejects.toMatchObject({
        code: "OPTION_INVALID",
        message: expect.stringContaining("gipfel token add"),
      });
    }
  });

  it("demands a token beyond loopback: that of the environment, which its address carries, or one of the store", async () => {
    const state = join(root, "guarded");
    const tokens = await openTokens(state);
    const { secret, token } = await tokens.repository.create({ name: "reader", role: "read" });
    const environmentToken = "a secret & more";
    const server = await startServer({ directories, host: "0.0.0.0", port: 0, token: environmentToken, state });
    const { port, hash } = new URL(server.url);
    expect(new URLSearchParams(hash.slice(1)).get("token")).toBe(environmentToken);
    const statusWith = async (bearer: string | null, method = "GET") => {
      const headers: Record<string, string> = bearer === null ? {} : { authorization: `Bearer ${bearer}` };
      const path = method === "GET" ? "analyses" : "analyses/run/cancel";
      return (await fetch(`http://127.0.0.1:${port}/api/${path}`, { method, headers })).status;
    };
    expect(await statusWith(null)).toBe(401);
    expect(await statusWith("a secret")).toBe(401);
    expect(await statusWith(environmentToken)).toBe(200);
    expect(await statusWith(secret)).toBe(200);
    expect(await statusWith(secret, "POST")).toBe(403);
    await tokens.repository.revoke(token.id);
    expect(await statusWith(secret)).toBe(401);
    await tokens.close();
    await server.close();
  });

  it("refuses missing folders before it listens", async () => {
    await expect(startServer({ directories: [`${root}/absent`], host: "127.0.0.1", port: 0 })).rejects.toMatchObject({
      code: "GRAPH_NOT_FOUND",
    });
  });
});
