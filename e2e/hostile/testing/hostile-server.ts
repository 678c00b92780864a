/** The service over HTTP, in the embedded shape with real job processes, whose every file can be accounted for. */
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { type ServerOptions, startServer } from "../../../apps/server/src/index.js";
import type { Model } from "../../../packages/contracts/src/index.js";
import { testJobProcess } from "../../../packages/service/src/testing/job-process.js";

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

export interface HostileServer {
  readonly state: string;
  readonly dataRoot: string;
  /** What the system's temporary folder is to the server. */
  readonly temporary: string;
  request(method: string, path: string, body?: Uint8Array | string, type?: string): Promise<Answer>;
  /** Files below state and temporary folder, but those of database and artifacts. */
  leftovers(): Promise<string[]>;
  /** Hashes of all artifacts. */
  artifacts(): Promise<string[]>;
  close(): Promise<void>;
}

/** @param options with a `state` that stays, where there is one, and else all goes with the server. */
export async function startHostileServer(options: Partial<ServerOptions> = {}): Promise<HostileServer> {
  const folder = await mkdtemp(join(tmpdir(), "gipfel-hostile-"));
  const temporary = join(folder, "tmp");
  const { state = join(folder, "state"), dataRoot = join(folder, "data") } = options;
  await mkdir(dataRoot, { recursive: true });
  await mkdir(temporary);
  const systems = process.env.TMPDIR;
  process.env.TMPDIR = temporary;
  const server = await startServer({
    ...options,
    ...{ directories: [], host: "127.0.0.1", port: 0, state, dataRoot, jobProcess: testJobProcess },
    requestsPerMinute: 1e6,
  });
  return {
    ...{ state, dataRoot, temporary },
    request: async (method, path, body, type = typeof body === "string" ? "application/json" : undefined) => {
      const answer = await fetch(new URL(path, server.url), {
        method,
        ...(body !== undefined && { body: body as BodyInit, headers: { "content-type": type ?? octets } }),
      });
      return { status: answer.status, type: answer.headers.get("content-type") ?? "", text: await answer.text() };
    },
    leftovers: async () => {
      const kept = (name: string) =>
        /^(artifacts\/([0-9a-f]{2}\/|store\.id$)|store\.db|service\.(lock|pid)|models\/)/.test(name);
      return [...(await filesBelow(temporary)), ...(await filesBelow(state)).filter((name) => !kept(name))];
    },
    artifacts: async () => (await filesBelow(join(state, "artifacts"))).filter((name) => name !== "store.id"),
    close: async () => {
      await server.close();
      if (systems === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = systems;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const octets = "application/octet-stream";

/** Waits until a model is checked. */
export async function uploadModel(server: HostileServer, bytes: Uint8Array, name = "hostile"): Promise<Model> {
  const uploaded = await server.request("POST", `/api/models?name=${encodeURIComponent(name)}`, bytes);
  if (uploaded.status !== 201) throw new Error(`the upload was answered ${uploaded.status}: ${uploaded.text}`);
  for (;;) {
    const { id } = JSON.parse(uploaded.text) as Model;
    const model = JSON.parse((await server.request("GET", `/api/models/${id}`)).text) as Model;
    if (model.status !== "checking") return model;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** Files and links below a folder, by their paths in it; none where there is no folder. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
