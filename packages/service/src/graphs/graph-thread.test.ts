/** Graphs as large as `--layers all --clusters 160` makes them, which nothing on the event loop may hold whole. */
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { parseGraphDocument } from "@gipfel/contracts";
import { exportGraph } from "@gipfel/graph";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { asCaller } from "../callers/caller.js";
import { layeredGraph } from "../testing/layered-graph.js";
import { graphIn } from "../testing/read-text.js";
import { GraphThread } from "./graph-thread.js";
import { PulledText } from "./pulled-text.js";

const graph = { analysis: "run", class: "large", concepts: null };
let folder: string;
let thread: GraphThread;
let reads = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gipfel-graphs-"));
  await mkdir(join(folder, "graphs"));
  await writeFile(join(folder, "graphs", "large.json"), JSON.stringify(layeredGraph(12, 40)));
  thread = new GraphThread(async (_, path) => {
    reads += 1;
    return { file: join(folder, path), hash: null };
  });
});
afterEach(() => void vi.restoreAllMocks());
afterAll(async () => {
  await thread.close();
  await rm(folder, { recursive: true });
});

const documentOf = async () =>
  parseGraphDocument(JSON.parse(await readFile(join(folder, "graphs", "large.json"), "utf8")));
const read = async (answer: ReturnType<GraphThread["text"]>) => {
  const { body } = await answer;
  return Buffer.isBuffer(body) ? body : buffer(body);
};

describe("the graph thread", () => {
  it("prunes and exports without a document, or a text of one, on the event loop", async () => {
    const parse = vi.spyOn(JSON, "parse");
    const stringify = vi.spyOn(JSON, "stringify");
    const query = { quantity: "contribution", maxNodes: 50 } as const;
    const selected = await read(thread.text({ kind: "select", graph, query }));
    const exports = await Promise.all(
      (["csv", "graphml", "json"] as const).map((format) => read(thread.text({ kind: "export", graph, format }))),
    );
    const longest = Math.max(0, ...parse.mock.calls.map(([text]) => text.length));
    expect(longest).toBeLessThan(10_000);
    for (const { value } of stringify.mock.results) expect(String(value).length).toBeLessThan(10_000);
    vi.restoreAllMocks();
    expect(JSON.parse(selected.toString()).nodes.length).toBeLessThanOrEqual(50);
    const document = await documentOf();
    for (const [n, format] of ["csv", "graphml", "json"].entries()) {
      const hashes = [exports[n]!, exportGraph(document, format)].map((text) =>
        createHash("sha256").update(text).digest("hex"),
      );
      expect(hashes[0]).toBe(hashes[1]);
    }
  });

  it("reads a graph once for all who ask, and tells it by one tag", async () => {
    const before = reads;
    const answers = await Promise.all(
      Array.from({ length: 14 }, () => thread.text({ kind: "export", graph, format: "csv" }).then(drained)),
    );
    expect(reads).toBe(before);
    expect(new Set(answers).size).toBe(1);
    const other = await thread.text({ kind: "export", graph, format: "graphml" }).then(drained);
    expect(other).not.toBe(answers[0]);
    thread.forget("run");
    await graphIn(thread.text({ kind: "select", graph, query: { quantity: "contribution" } }));
    expect(reads).toBe(before + 1);
  });

  it("writes for some at a time, lets others wait in turn, and refuses who asks too much", async () => {
    const ask = () => asCaller("greedy", () => thread.text({ kind: "export", graph, format: "graphml" }));
    const open = await Promise.all([ask(), ask(), ask()]);
    const waiting = Array.from({ length: 32 }, ask);
    await expect(ask()).rejects.toMatchObject({ code: "SERVICE_BUSY" });
    const modest = await asCaller("modest", () => thread.text({ kind: "export", graph, format: "graphml" }));
    for (const { body } of [...open, modest]) if (!Buffer.isBuffer(body)) body.destroy();
    for (const answer of waiting) await answer.then(drained);
  });

  it("gives the place up of who reads no further", async () => {
    let ended = 0;
    const text = new PulledText(
      Buffer.from("a"),
      async () => ({ bytes: new Uint8Array(1), isLast: false }),
      () => ended++,
      5,
    );
    const failure = new Promise((resolve) => text.once("error", resolve));
    expect(await failure).toMatchObject({ code: "CANCELLED" });
    expect(ended).toBe(1);
  });

  it("ends alone where memory runs out, and starts again", async () => {
    const small = new GraphThread(async (_, path) => ({ file: join(folder, path), hash: null }), {
      memory: 20 * 2 ** 20,
    });
    await expect(small.text({ kind: "export", graph, format: "csv" })).rejects.toMatchObject({ code: "OUT_OF_MEMORY" });
    await expect(small.ask({ kind: "check", graph })).rejects.toMatchObject({ code: "OUT_OF_MEMORY" });
    await small.close();
  });
});

/** The tag of an answer nobody reads. */
function drained({ tag, body }: Awaited<ReturnType<GraphThread["text"]>>): string {
  if (!Buffer.isBuffer(body)) body.destroy();
  return tag;
}
