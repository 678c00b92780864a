/** States of earlier versions, damaged ones, and ones that somebody else has. */

import { chmodSync, existsSync, statSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { openService } from "./open-service.js";
import { ended, until } from "./testing/demo.js";
import { testJobProcess } from "./testing/job-process.js";
import { expectOlderContent, olderIds, olderSettings as settings, withOlderState } from "./testing/older-state.js";
import { withService } from "./testing/with-service.js";

const Libsql = createRequire(new URL("../../store/package.json", import.meta.url))("libsql") as new (
  path: string,
) => { exec(statement: string): void; close(): void };
const page = { limit: 50 } as const;

function change(state: string, statement: string): void {
  const database = new Libsql(join(state, "store.db"));
  database.exec(statement);
  database.close();
}

const subject = { modelId: olderIds.model, datasetId: olderIds.dataset } as const;

describe("a state of version 0.1.0", () => {
  it("is brought up to date with all that is in it, and made private", () =>
    withOlderState(async (state) => {
      for (const [path, mode] of [
        ["", 0o755],
        ["store.db", 0o644],
      ] as const)
        chmodSync(join(state, path), mode);
      await withService(state, async (service) => {
        await expectOlderContent(service);
        const again = await service.analyses.create({ ...subject, settings });
        expect(await ended(service, again.id)).toMatchObject({ status: "finished" });
        expect(statSync(state).mode & 0o777).toBe(0o700);
        expect(statSync(join(state, "store.db")).mode & 0o777).toBe(0o600);
      });
    }));
});

describe("a damaged record", () => {
  it("is listed and deleted, and stops nothing else", () =>
    withOlderState(async (state) => {
      const { analysis, view, explanation, model } = olderIds;
      change(
        state,
        `pragma foreign_keys = off;
        insert into models select '01a22e90-d6ba-7733-b2d1-a08672b57f39', name, 'bad', hash, bytes, '{', version, created_at, updated_at from models;
        insert into datasets select '01a22e90-fcd4-70fb-a17c-9a200e4da2b8', name, path, hash, -1, classes, version, created_at, updated_at from datasets;
        insert into analyses select '01a22e90-fe3b-7371-9543-2e008e034791', name, model_id, dataset_id, '[', 'running', null, null, started_at, null, null, null, version, created_at, updated_at from analyses;
        insert into views select '01a22e91-2fcb-735c-89fe-9b46c745e8e9', analysis_id, name, edits, '{', version, created_at, updated_at from views;
        insert into explanations select '01a22e91-11c8-72d3-aa6b-f5edfc1d7b21', name, model_id, dataset_id, analysis_id, 'x', 'queued', null, null, null, null, version, created_at, updated_at from explanations;
        insert into explanations select '01a22e91-11c8-72d3-aa6b-f5edfc1d7b22', name, model_id, dataset_id, analysis_id, request, 'queued', null, null, null, null, version, created_at, updated_at from explanations where id = '${explanation}';`,
      );
      await withService(state, async (service) => {
        // What was asked for before the start goes on.
        await until(
          () => service.explanations.show("01a22e91-11c8-72d3-aa6b-f5edfc1d7b22"),
          ({ status }) => status === "finished",
        );
        const damaged = { code: "STORE_CORRUPT", message: expect.stringMatching(/^damaged /) };
        const models = (await service.models.list(page)).items;
        expect(models).toMatchObject([
          { status: "refused", error: damaged },
          { id: model, status: "ready" },
        ]);
        const datasets = (await service.datasets.list(page)).items;
        expect(datasets.map(({ error }) => error?.code)).toEqual(["STORE_CORRUPT", undefined]);
        const analyses = (await service.analyses.list(page)).items;
        expect(analyses).toMatchObject([
          { status: "failed", error: damaged },
          { id: analysis, status: "finished" },
        ]);
        const views = (await service.views.list(analysis, page)).items;
        expect(views).toMatchObject([{ id: view }, { error: damaged }]);
        const [explanationListed] = (await service.explanations.list(page)).items.filter(
          ({ status }) => status === "failed",
        );
        expect(explanationListed).toMatchObject({ error: damaged, results: [] });
        // Another analysis has the place that the damaged one seemed to have.
        const next = await service.analyses.create({ ...subject, settings });
        expect(await ended(service, next.id)).toMatchObject({ status: "finished" });
        await expect(service.analyses.create({ ...subject, modelId: models[0]!.id })).rejects.toMatchObject({
          code: "STORE_CORRUPT",
        });
        await service.models.remove(models[0]!.id);
        await service.datasets.remove(datasets[0]!.id);
        await service.analyses.remove(analyses[0]!.id);
        await service.views.remove(analysis, views[1]!.id);
        await service.explanations.remove(explanationListed!.id);
        expect((await service.models.list(page)).items).toHaveLength(1);
        expect((await service.views.list(analysis, page)).items).toHaveLength(1);
      });
    }));

  it("is listed where its analysis.json is damaged, beside sound ones", () =>
    withOlderState(async (state) => {
      await withService(state, async (service) => {
        const next = await service.analyses.create({ ...subject, settings: { ...settings, seed: 1 }, name: "second" });
        await ended(service, next.id);
        const hash = (await service.store.analyses.file(olderIds.analysis, "analysis.json"))?.hash ?? "";
        await writeFile((await service.store.artifacts.get(hash))?.path ?? "", "{");
        const { items } = await service.results.list(page);
        expect(items.map(({ id, error }) => [id, error?.code])).toEqual([
          [next.id, undefined],
          [olderIds.analysis, "STORE_CORRUPT"],
        ]);
        await service.analyses.remove(olderIds.analysis);
        expect((await service.results.list(page)).items).toHaveLength(1);
      });
    }));
});

describe("a model's file", () => {
  it("is made anew where a copy is damaged, and refused where the upload is", () =>
    withOlderState(async (state) => {
      const file = join(state, "models", olderIds.model, "small.onnx");
      const content = await readFile(file);
      const bad = Buffer.from(content).fill(7, content.length - 400, content.length - 300);
      await rm(file);
      await writeFile(file, bad);
      await withService(state, async (service) => {
        const created = await service.analyses.create({ ...subject, settings });
        const { status } = await ended(service, created.id);
        expect(status).toBe("finished");
        expect((await readFile(file)).equals(content)).toBe(true);
        const { hash } = await service.models.show(olderIds.model);
        const artifact = (await service.store.artifacts.get(hash))?.path ?? "";
        expect(statSync(artifact).ino).not.toBe(statSync(file).ino);
        for (const one of [artifact, file]) await writeFile(one, bad);
        const failures: boolean[] = [];
        const unsubscribe = service.queue.subscribe((event) => {
          if (event.type === "failed") failures.push(event.willRetry);
        });
        const second = await service.analyses.create({ ...subject, settings });
        expect(await ended(service, second.id)).toMatchObject({
          status: "failed",
          error: { code: "STORE_CORRUPT", message: expect.stringContaining("model small.onnx is damaged") },
        });
        unsubscribe();
        // What is damaged stays so: no job is tried again.
        expect(failures.length).toBeGreaterThan(0);
        expect(failures).not.toContain(true);
      });
    }));
});

describe("a state folder", () => {
  it("is of one embedded service at a time, and free once that has ended", () =>
    withOlderState((state) =>
      withService(state, async () => {
        await expect(openService({ state, jobProcess: testJobProcess })).rejects.toMatchObject({
          code: "STATE_UNUSABLE",
          message: expect.stringContaining(`in use by process ${process.pid}`),
        });
      }).then(() => withService(state, async () => expect(existsSync(join(state, "service.pid"))).toBe(true))),
    ));

  it("is rid of cut-off uploads and scratch folders when it is opened again", () =>
    withOlderState(async (state) => {
      const upload = join(state, "artifacts", "drafts", "upload");
      const scratch = join(state, "drafts", "process-of-before");
      for (const folder of [dirname(upload), scratch]) await mkdir(folder, { recursive: true });
      for (const file of [upload, join(scratch, "part")]) await writeFile(file, "half");
      await withService(state, async () => {
        expect(await readdir(dirname(upload))).toEqual([]);
        expect(existsSync(scratch)).toBe(false);
      });
    }));
});
