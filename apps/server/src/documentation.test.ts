/**
 * The examples of docs/api.md, run as they stand against a service that listens. Those in other languages are skipped where
 * these, or what they import, are missing.
 */
import { execFile, execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { copyFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type GraphDocument, parseGraphDocument } from "@gipfel/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type StartedServer, startServer } from "./start-server.js";
import { temporaryFolder } from "./testing/analysis-folder.js";
import { testJobProcess } from "./testing/job-process.js";

interface PartWorld {
  demoModel(): { readonly model: string };
  writePartWorld(folder: string, options: { readonly seed: number; readonly imagesPerClass: number }): Promise<void>;
}

const here = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const page = readFileSync(here("docs/api.md"), "utf8");

function works(program: string, ...args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const hasCurl = works("curl", "--version") && works("jq", "--version") && works("bash", "--version");
const hasRequests = works("python3", "-c", "import requests");
const titled = (title: string, possible: boolean, need: string) =>
  possible ? title : `${title} (skipped: no ${need})`;

/** The code in a language after a line of the page, with the address of this service in place of the one shown. */
function example(after: string, language: string, server: StartedServer): string {
  const code = page.slice(page.indexOf(after)).match(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "ms"))?.[1];
  if (code === undefined) throw new Error(`docs/api.md has no ${language} after "${after}"`);
  return code.replaceAll("http://127.0.0.1:7654", server.url.replace(/\/$/, ""));
}

let root: string;
let server: StartedServer;

beforeAll(async () => {
  root = await temporaryFolder();
  const { demoModel, writePartWorld } = (await import(here("packages/partworld/src/index.ts"))) as PartWorld;
  await writePartWorld(join(root, "drawn"), { seed: 3, imagesPerClass: 2 });
  await mkdir(join(root, "data"));
  await rename(join(root, "drawn", "images"), join(root, "data", "toys"));
  await copyFile(demoModel().model, join(root, "model.onnx"));
  server = await startServer({
    directories: [],
    host: "127.0.0.1",
    port: 0,
    state: join(root, "state"),
    dataRoot: join(root, "data"),
    jobProcess: testJobProcess,
  });
});
afterAll(async () => {
  await server.close();
  await rm(root, { recursive: true });
});

/** A graph that was pruned to 80 % of its attribution. */
function expectGraph(graph: GraphDocument): void {
  expect(graph.class.index).toBe(0);
  expect(graph.nodes.length).toBeGreaterThan(1);
  expect(graph.edges.length).toBeGreaterThan(0);
}

describe("docs/api.md", () => {
  it.skipIf(!hasCurl)(titled("analyses and regroups with curl", hasCurl, "curl, jq or bash"), async () => {
    const script = `${example("With curl", "sh", server)}\n${example("## Other concepts", "sh", server)}`;
    await promisify(execFile)("bash", ["-eu", "-o", "pipefail", "-c", script], { cwd: root });
    const graphOf = async (name: string) => parseGraphDocument(JSON.parse(await readFile(join(root, name), "utf8")));
    for (const name of ["graph.json", "three.json", "split.json"]) expectGraph(await graphOf(name));
    const [layer] = (await graphOf("graph.json")).layers.filter(({ role }) => role === "hidden");
    for (const name of ["three.json", "split.json"])
      expect((await graphOf(name)).options.regrouped).toEqual([layer.id]);
  });

  it.skipIf(!hasRequests)(titled("analyses with Python", hasRequests, "python3 with requests"), async () => {
    await writeFile(join(root, "example.py"), example("With Python", "python", server));
    const { stdout } = await promisify(execFile)("python3", ["example.py"], { cwd: root });
    const [nodes, edges] = [...stdout.matchAll(/(\d+) (?:nodes|edges)/g)].map(([, count]) => Number(count));
    expect(nodes).toBeGreaterThan(1);
    expect(edges).toBeGreaterThan(0);
  });

  describe("with a model that is refused", () => {
    const refusal = /not an ONNX file/;
    let folder: string;

    beforeAll(async () => {
      folder = join(root, "refused");
      await mkdir(folder);
      await writeFile(join(folder, "model.onnx"), "no network");
    });
    const endOf = (program: string, args: readonly string[]) =>
      promisify(execFile)(program, [...args], { cwd: folder, timeout: 60_000 }).then(
        () => "it went on",
        ({ killed, stdout, stderr }) => (killed ? "it never ended" : `${stdout}${stderr}`),
      );

    it.skipIf(!hasCurl)(titled("ends with curl, and says why", hasCurl, "curl, jq or bash"), async () => {
      const script = example("With curl", "sh", server);
      expect(await endOf("bash", ["-eu", "-o", "pipefail", "-c", script])).toMatch(refusal);
    });

    it.skipIf(!hasRequests)(
      titled("ends with Python, and says why", hasRequests, "python3 with requests"),
      async () => {
        await writeFile(join(folder, "example.py"), example("With Python", "python", server));
        const said = await endOf("python3", ["example.py"]);
        expect(said).toMatch(refusal);
        expect(said).not.toContain("Traceback");
      },
    );

    it("ends with the client, and says so", async () => {
      const { createClient } = await import(here("packages/client/src/index.ts"));
      const code = example("With the client", "js", server).replace(/^import .*\n/m, "");
      const run = Object.getPrototypeOf(async () => {}).constructor;
      const clientExample = new run("createClient", "readFile", "setTimeout", "console", code);
      const ended = clientExample(createClient, (name: string) => readFile(join(folder, name)), setTimeout, console);
      await expect(ended).rejects.toMatchObject({ message: expect.stringMatching(/refused/) });
    });
  });

  it("analyses with the client, and asks more of the analysis", async () => {
    const { createClient } = await import(here("packages/client/src/index.ts"));
    const code = example("With the client", "js", server).replace(/^import .*\n/m, "");
    const said: unknown[][] = [];
    const run = Object.getPrototypeOf(async () => {}).constructor;
    const { gipfel, id, graph } = await new run(
      "createClient",
      "readFile",
      "setTimeout",
      "console",
      `${code}\nreturn { gipfel, id, graph };`,
    )(createClient, (name: string) => readFile(join(root, name)), setTimeout, {
      log: (...words: unknown[]) => said.push(words),
    });
    expectGraph(parseGraphDocument(graph));
    expect(said.at(-1)?.[0]).toBe("finished");

    const more = example("## More of a finished analysis", "js", server);
    const told: unknown[][] = [];
    await new run("gipfel", "id", "graph", "setTimeout", "console", more)(gipfel, id, graph, setTimeout, {
      log: (...words: unknown[]) => told.push(words),
    });
    const [[method, , node], [prediction], [image]] = told as [[string, unknown, string], [object], [object]];
    expect([method, node]).toEqual(["pca", expect.stringContaining("/")]);
    expect(prediction).toMatchObject({ index: expect.any(Number), probability: expect.any(Number) });
    expect(image).toMatchObject({ image: expect.any(Number), contribution: expect.any(Number) });
  });
});
