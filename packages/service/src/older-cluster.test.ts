/** The records of an earlier version in PostgreSQL, brought up to date; `state.test.ts` has the same in SQLite. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { backUpState } from "./backup/back-up-state.js";
import { checkState } from "./backup/check-state.js";
import { restoreState } from "./backup/restore-state.js";
import { openService } from "./open-service.js";
import { administer, whyNoCluster, withCluster } from "./testing/cluster.js";
import { ended } from "./testing/demo.js";
import { testJobProcess } from "./testing/job-process.js";
import { expectOlderContent, olderIds, olderSettings, olderSql, withOlderState } from "./testing/older-state.js";

async function findings(state: string, databaseUrl: string) {
  const found = [];
  for await (const finding of checkState({ state, databaseUrl })) found.push(finding);
  return found;
}

describe.skipIf(whyNoCluster !== undefined)(
  `a cluster of version 0.1.0${whyNoCluster ? `: ${whyNoCluster}` : ""}`,
  () => {
    it("is brought up to date with all that is in it, by one of the processes that open it at once", () =>
      withOlderState((state) =>
        withCluster(async (urls) => {
          await administer(urls.storeUrl ?? "", await readFile(olderSql, "utf8"));
          const options = { state, jobProcess: testJobProcess, ...urls };
          const services = await Promise.all([openService(options), openService({ ...options, concurrency: 0 })]);
          try {
            for (const service of services) await expectOlderContent(service);
            const [service] = services;
            const { model, dataset } = olderIds;
            const subject = { modelId: model, datasetId: dataset, settings: olderSettings };
            const { id } = await service.analyses.create(subject);
            expect(await ended(service, id)).toMatchObject({ status: "finished", error: null });
            const { secret } = await service.store.tokens.create({ name: "guest", role: "read", days: 1 });
            expect(await service.store.tokens.verify(secret)).toMatchObject({ isExpired: false });
            expect((await service.store.tokens.list())[0]).toMatchObject({ expiresAt: null, lastUsedAt: null });
            const databaseUrl = urls.storeUrl ?? "";
            expect(await findings(state, databaseUrl)).toEqual([]);
            // Its dump is PostgreSQL's own; the rest is copied and verified beside it.
            const [backup, dump] = [join(dirname(state), "backup"), join(dirname(state), "gipfel.dump")];
            await writeFile(dump, "of pg_dump");
            const made = await backUpState(backup, { state, databaseUrl, dump });
            expect(made).toMatchObject({ database: { kind: "postgres" }, skipped: [] });
            const restored = join(dirname(state), "restored");
            await expect(restoreState(backup, { state: restored })).rejects.toMatchObject({
              code: "STATE_UNUSABLE",
              message: expect.stringContaining("pg_restore"),
            });
            await restoreState(backup, { state: restored, databaseUrl });
            expect(await findings(restored, databaseUrl)).toEqual([]);
            await rm(join(restored, "artifacts"), { recursive: true });
            expect((await findings(restored, databaseUrl)).map(({ kind }) => kind)).toContain("missing");
          } finally {
            for (const service of services) await service.close();
          }
        }),
      ));
  },
);
