import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Store } from "../index.js";
import type { Confirmed } from "./crash-writer.js";
import { type MakePlace, type StorePlace, sha256 } from "./place.js";

const rounds = 5;
const writers = 2;
const shardsOfEach = 5;
/** Of what a writer confirms. */
const allKinds = 4;

/** As it is built: Vitest brings the build up to date before any test. */
const crashWriter = fileURLToPath(new URL("../../dist/conformance/crash-writer.js", import.meta.url));

export function describeCrashes(makePlace: MakePlace): void {
  describe("after processes were killed in the middle of writing", () => {
    it("what was confirmed is there, nothing is there by half, and all can be brought to an end", async () => {
      const place = await makePlace();
      const confirmed: Confirmed[] = [];
      const kinds = () => new Set(confirmed.map(({ kind }) => kind)).size;
      // On a slow machine, later and later until everything that writers do was confirmed once.
      for (let round = 0; round < rounds || kinds() < allKinds; round++) {
        confirmed.push(...(await writeUntilKilled(place, 350 * (1 + round / rounds))));
        await place.check();
        const store = await place.open();
        await checkStore(store, confirmed);
        await store.close();
      }

      const later = await place.open({ clock: () => new Date(Date.now() + 3_600_000) });
      await finishAll(later);
      await later.artifacts.sweep({ grace: 60 });
      await checkStore(later, confirmed);
      await place.remove();
    });
  });
}

/**
 * Has processes write, kills them at random moments, and returns what they had confirmed to them.
 *
 * @param range of the moments, in milliseconds
 */
async function writeUntilKilled({ url, artifacts }: StorePlace, range: number): Promise<Confirmed[]> {
  const outputs = Array.from({ length: writers }, async () => {
    const child = spawn(process.execPath, [crashWriter, url, artifacts]);
    let text = "";
    let complaints = "";
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
    child.stderr.setEncoding("utf8").on("data", (part: string) => {
      complaints += part;
    });
    await Promise.race([once(child.stdout, "data"), once(child, "close")]);
    await delay(50 + Math.random() * range);
    const status = await kill(child);
    // It ends by being killed only: the store never failed it.
    expect(status, complaints).toBe("SIGKILL");
    return text;
  });
  const lines = (await Promise.all(outputs)).flatMap((text) => text.slice(0, text.lastIndexOf("\n")).split("\n"));
  return lines.map((line) => JSON.parse(line) as Confirmed);
}

async function kill(child: ChildProcess): Promise<string | number | null> {
  if (child.exitCode !== null) return child.exitCode;
  child.kill("SIGKILL");
  await once(child, "close");
  return child.signalCode ?? child.exitCode;
}

async function checkStore(store: Store, confirmed: readonly Confirmed[]): Promise<void> {
  const known = new Map<string, Confirmed[]>();
  for (const one of confirmed) known.set(one.id, [...(known.get(one.id) ?? []), one]);
  for (const [id, facts] of known) {
    const analysis = await store.analyses.find(id);
    const wasFinished = facts.some(({ kind }) => kind === "finished");
    // A removal may have happened whose confirmation was lost, and only of what was finished.
    if (facts.some(({ kind }) => kind === "removed")) expect(analysis).toBeUndefined();
    else if (!wasFinished) expect(analysis).toBeDefined();
    if (!analysis) continue;
    if (wasFinished) expect(analysis.status).toBe("finished");
    const shards = await store.shards.list(id);
    for (const fact of facts.filter((one) => one.kind === "done")) {
      expect(shards.find(({ key }) => key === fact.key)).toMatchObject({ status: "done", hash: fact.hash });
    }
  }
  for (const { id, status } of await allAnalyses(store)) {
    const shards = await store.shards.list(id);
    expect(shards).toHaveLength(shardsOfEach);
    for (const { hash } of shards) if (hash !== null) await checkArtifact(store, hash);
    const files = await store.analyses.files(id);
    expect(files).toHaveLength(status === "finished" ? shardsOfEach : 0);
    if (status === "finished") expect(files.map(({ hash }) => hash)).toEqual(shards.map(({ hash }) => hash));
  }
}

async function checkArtifact(store: Store, hash: string): Promise<void> {
  const artifact = await store.artifacts.get(hash);
  expect(artifact && sha256(await readFile(artifact.path))).toBe(hash);
}

async function allAnalyses(store: Store) {
  const all = [];
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await store.analyses.list({ limit: 200, cursor });
    all.push(...items);
    if (next === null) return all;
    cursor = next;
  }
}

/** Does what the killed processes left undone, as their successors would. */
async function finishAll(store: Store): Promise<void> {
  while (await store.analyses.startNext(Number.MAX_SAFE_INTEGER)) {}
  const worker = "successor";
  for (const { id } of (await allAnalyses(store)).filter(({ status }) => status === "running")) {
    for (const shard of await store.shards.list(id)) {
      if (shard.status === "done") continue;
      expect(await store.shards.claim(shard, { worker, seconds: 60 })).toBe(true);
      const { hash } = await store.artifacts.put(Buffer.from(`${id} ${shard.key}`));
      expect(await store.shards.complete(shard, { worker, hash })).toBe(true);
    }
    const shards = await store.shards.list(id);
    const files = shards.map(({ key, hash }) => ({ path: `shards/${key}`, hash: hash ?? "", bytes: 2000 }));
    expect(await store.analyses.finish(id, { timings: {}, files })).toMatchObject({ status: "finished" });
  }
}
