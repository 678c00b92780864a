import { existsSync } from "node:fs";
import { appendFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ArtifactFiles, StoreReader } from "@gipfel/store";
import { describe, expect, it } from "vitest";
import { openService } from "../open-service.js";
import { ended } from "../testing/demo.js";
import { testJobProcess } from "../testing/job-process.js";
import { olderIds, withOlderState } from "../testing/older-state.js";
import { graphIn } from "../testing/read-text.js";
import { withService } from "../testing/with-service.js";
import { backUpState } from "./back-up-state.js";
import { checkState } from "./check-state.js";
import { restoreState } from "./restore-state.js";

const settings = { labels: ["bar", "stripe"], preprocess: "unit", layers: "all" as const, clusters: 2 };

/** A state of this version, and a place beside it for backups. */
const withState = (use: (state: string, folder: string) => Promise<void>) =>
  withOlderState(async (state) => {
    await withService(state, async () => undefined);
    await use(state, dirname(state));
  });

async function findings(state: string) {
  const found = [];
  for await (const finding of checkState({ state })) found.push(finding);
  return found;
}

async function fileOf(state: string, path: string): Promise<string> {
  const reader = await StoreReader.open(`file:${join(state, "store.db")}`);
  const files = new ArtifactFiles(join(state, "artifacts"));
  try {
    for (const hash of await reader.referenced()) {
      const owners = await reader.ownersOf(hash);
      if (owners.some((owner) => owner.startsWith(path))) return files.path(hash);
    }
  } finally {
    await reader.close();
  }
  throw new Error(`no artifact of ${path}`);
}

describe("a backup", () => {
  it("is taken while the service runs, and brings back all there was at that moment", () =>
    withState(async (state, folder) => {
      const [backup, restored] = [join(folder, "backup"), join(folder, "restored")];
      const progress: number[] = [];
      const manifest = await withService(state, async (service) => {
        const { model, dataset } = olderIds;
        const under = await service.analyses.create({
          modelId: model,
          datasetId: dataset,
          settings,
          name: "under way",
        });
        const { skipped, ...made } = await backUpState(backup, {
          state,
          onProgress: ({ done }) => progress.push(done),
        });
        expect(skipped).toEqual([]);
        await ended(service, under.id);
        return { ...made, under: under.id };
      });
      expect(progress.at(-1)).toBeGreaterThanOrEqual(manifest.artifacts);
      expect((await readdir(folder)).sort()).toEqual(["backup", "state"]);
      expect(await findings(backup)).toEqual([]);
      expect(await restoreState(backup, { state: restored })).toMatchObject({ store: manifest.store });
      expect(await findings(restored)).toEqual([]);
      await withService(restored, async (service) => {
        const { analysis, explanation, view } = olderIds;
        const graph = await graphIn(service.results.graph(analysis, "0", { quantity: "contribution" }));
        expect(graph.nodes.length).toBeGreaterThan(2);
        expect((await service.explanations.show(explanation)).results).toHaveLength(1);
        expect(await service.views.show(analysis, view)).toMatchObject({ id: view });
        // What was under way goes on, though its work folder is not in the backup.
        expect(await ended(service, manifest.under)).toMatchObject({ status: "finished", error: null });
      });
    }));

  it("has uploads that wait for their use, references, and no trash", () =>
    withState(async (state, folder) => {
      const backup = join(folder, "backup");
      const id = "01a22e90-d6ba-7733-b2d1-a08672b57f99";
      await mkdir(join(state, "references"), { recursive: true });
      await writeFile(join(state, "references", `${id}.json`), JSON.stringify({ path: state, hash: "of a model" }));
      const hash = await withService(state, async ({ store }) => {
        const { hash: waiting } = await store.artifacts.put(Buffer.from("an upload"));
        const deleted = await store.artifacts.put(Buffer.from("a model"));
        const model = { name: "deleted", format: "onnx", inspection: null, ...deleted } as const;
        await store.models.remove((await store.models.create(model)).id);
        return waiting;
      });
      const { artifacts } = await backUpState(backup, { state });
      expect(await new ArtifactFiles(join(backup, "artifacts")).stat(hash)).toBeDefined();
      expect(existsSync(join(backup, "references", `${id}.json`))).toBe(true);
      let files = 0;
      for await (const hashes of new ArtifactFiles(join(backup, "artifacts")).list()) files += hashes.length;
      expect(files).toBe(artifacts);
    }));

  it("is complete or not there", () =>
    withState(async (state, folder) => {
      const backup = join(folder, "backup");
      const file = await fileOf(state, "model small.onnx");
      const content = await readFile(file);
      await writeFile(file, "something else");
      await expect(backUpState(backup, { state })).rejects.toMatchObject({
        code: "STORE_CORRUPT",
        message: expect.stringMatching(
          /^the stored file of model small.onnx \(.*\) is damaged; gipfel check lists all/,
        ),
      });
      expect((await readdir(folder)).sort()).toEqual(["state"]);
      // As a run leaves it that was killed.
      await mkdir(join(folder, ".backup.unfinished", "artifacts"), { recursive: true });
      await writeFile(join(folder, ".backup.unfinished", "artifacts", "half"), "");
      expect((await backUpState(backup, { state, skipsDamaged: true })).skipped).toHaveLength(1);
      expect((await readdir(folder)).sort()).toEqual(["backup", "state"]);
      expect((await findings(backup)).map(({ kind }) => kind)).toEqual(["missing"]);
      expect((await readdir(backup)).sort()).toEqual(["artifacts", "backup.json", "store.db"]);
      await writeFile(file, content);
      await expect(backUpState(backup, { state })).rejects.toMatchObject({ code: "OUTPUT_OCCUPIED" });
    }));

  it("of a cluster says what to run first", () =>
    withState(async (state, folder) => {
      const cluster = { state, databaseUrl: "postgres://127.0.0.1/gipfel" };
      await expect(backUpState(join(folder, "backup"), cluster)).rejects.toMatchObject({
        code: "OPTION_INVALID",
        message: expect.stringContaining("pg_dump --format=custom"),
      });
      expect(await readdir(folder)).toEqual(["state"]);
    }));
});

describe("a restoration", () => {
  it("takes an empty folder only, and what is a backup", () =>
    withState(async (state, folder) => {
      const backup = join(folder, "backup");
      await backUpState(backup, { state });
      await expect(restoreState(backup, { state })).rejects.toMatchObject({ code: "OUTPUT_OCCUPIED" });
      await expect(restoreState(state, { state: join(folder, "new") })).rejects.toMatchObject({
        code: "STATE_UNUSABLE",
        message: expect.stringContaining("expected a folder that gipfel backup wrote"),
      });
      expect(existsSync(join(folder, "new"))).toBe(false);
    }));

  it("of a damaged backup ends in nothing that starts, and may be tried again with a sound one", () =>
    withState(async (state, folder) => {
      const [backup, restored] = [join(folder, "backup"), join(folder, "restored")];
      await backUpState(backup, { state });
      const file = await fileOf(backup, "model small.onnx");
      const content = await readFile(file);
      await appendFile(file, "more");
      await expect(restoreState(backup, { state: restored })).rejects.toMatchObject({ code: "STORE_CORRUPT" });
      await rm(file);
      await expect(restoreState(backup, { state: restored })).rejects.toMatchObject({
        message: expect.stringMatching(/expected \d+ artifacts, got \d+/),
      });
      await expect(openService({ state: restored, jobProcess: testJobProcess })).rejects.toMatchObject({
        code: "STATE_UNUSABLE",
      });
      await writeFile(file, content);
      const database = await readFile(join(backup, "store.db"));
      await appendFile(join(backup, "store.db"), "more");
      await expect(restoreState(backup, { state: restored })).rejects.toMatchObject({
        message: expect.stringContaining("its database is damaged"),
      });
      expect(existsSync(join(restored, "store.db"))).toBe(false);
      await writeFile(join(backup, "store.db"), database);
      await restoreState(backup, { state: restored });
      expect(await findings(restored)).toEqual([]);
      expect((await readdir(restored)).filter((name) => name.includes("unfinished"))).toEqual([]);
    }));
});

describe("a check", () => {
  it("names a reference that leads nowhere and one that is damaged", () =>
    withState(async (state) => {
      const references = join(state, "references");
      await mkdir(references, { recursive: true });
      await writeFile(join(references, "a.json"), JSON.stringify({ path: join(state, "gone"), hash: "" }));
      await writeFile(join(references, "b.json"), "{");
      expect(await findings(state)).toMatchObject([
        { kind: "missing", problem: expect.stringContaining(join(state, "gone")) },
        { kind: "record", subject: join(references, "b.json") },
      ]);
    }));
});
