import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer } from "./start-server.js";
import { temporaryFolder, writeAnalysisFolder } from "./testing/analysis-folder.js";

let root: string;
let directories: string[];
beforeAll(async () => {
  root = await temporaryFolder();
  directories = [await writeAnalysisFolder(root, "run")];
});
afterAll(() => rm(root, { recursive: true }));

describe("startServer", () => {
  it("listens where it says", async () => {
    const server = await startServer({ directories, host: "127.0.0.1", port: 0 });
    const reply = await fetch(new URL("api/analyses", server.url));
    expect(reply.status).toBe(200);
    await server.close();
    await expect(fetch(new URL("api/analyses", server.url))).rejects.toThrow();
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

  it("refuses a host beyond loopback without a token", async () => {
    for (const host of ["0.0.0.0", "::", "example.org", "127.0.0.1.example.org"]) {
      await expect(startServer({ directories, host, port: 0 })).rejects.toMatchObject({
        code: "OPTION_INVALID",
        message: expect.stringContaining("token"),
      });
    }
  });

  it("demands the token on the API, and puts it into the address it prints", async () => {
    const token = "a secret & more";
    const server = await startServer({ directories, host: "0.0.0.0", port: 0, token });
    const { port, hash } = new URL(server.url);
    const api = `http://127.0.0.1:${port}/api/analyses`;
    expect(new URLSearchParams(hash.slice(1)).get("token")).toBe(token);
    expect((await fetch(api)).status).toBe(401);
    expect((await fetch(api, { headers: { authorization: "Bearer a secret" } })).status).toBe(401);
    expect((await fetch(api, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    await server.close();
  });

  it("refuses missing folders before it listens", async () => {
    await expect(startServer({ directories: [`${root}/absent`], host: "127.0.0.1", port: 0 })).rejects.toMatchObject({
      code: "GRAPH_NOT_FOUND",
    });
  });
});
