import { describe, expect, it } from "vitest";
import type { Service } from "./service.js";
import { whyNoCluster, withCluster } from "./testing/cluster.js";
import { type Demo, demoSettings, ended, openDemo, prepareDemo, withDemo } from "./testing/demo.js";
import { killAtRandom } from "./testing/kill-processes.js";
import { expectedFiles, resultFiles } from "./testing/result-files.js";

/** Numerical Recipes' generator: the moments of a failed run can be tried again. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Analyses the demo while job processes are killed, and compares with what the pipeline finds undisturbed. */
async function analyseUnderFire(demo: Demo, asked: Service): Promise<number> {
  const subject = await prepareDemo(asked);
  let done = 0;
  const unsubscribe = asked.queue.subscribe(({ type }) => {
    if (type === "completed") done += 1;
  });
  // Some layers only, so that all phases have something to do.
  const changes = { baseline: "mean", layers: ["stem", "block1", "conv4"] } as const;
  const settings = { ...(await demoSettings()), ...changes, layers: [...changes.layers] };
  const { id } = await asked.analyses.create({ ...subject, settings });
  let isOver = false;
  const kills = killAtRandom(
    () => done,
    () => isOver,
    randomFrom(7),
  );
  const analysis = await ended(asked, id).finally(() => {
    isOver = true;
  });
  unsubscribe();
  expect(analysis).toMatchObject({ status: "finished", error: null });
  expect(await resultFiles(asked, id)).toEqual(await expectedFiles(demo, changes));
  const shards = await asked.store.shards.list(id);
  expect(shards.filter(({ status }) => status !== "done")).toEqual([]);
  return kills;
}

describe.skipIf(process.platform !== "linux")(
  "job processes that are killed at random (on Linux, which tells them)",
  () => {
    it("cost nothing but time in the embedded service", { timeout: 600_000 }, () =>
      withDemo(2, async (demo) => {
        const service = await openDemo(demo);
        try {
          const kills = await analyseUnderFire(demo, service);
          console.info(`killed ${kills} job processes of the embedded service`);
          expect(kills).toBeGreaterThanOrEqual(10);
        } finally {
          await service.close();
        }
      }),
    );

    it.skipIf(whyNoCluster !== undefined)(
      `cost nothing but time in a cluster${whyNoCluster ? `: ${whyNoCluster}` : ""}`,
      { timeout: 600_000 },
      () =>
        withDemo(2, (demo) =>
          withCluster(async (urls) => {
            const server = await openDemo(demo, { ...urls, concurrency: 0 });
            const workers = await Promise.all([openDemo(demo, urls), openDemo(demo, urls)]);
            try {
              const kills = await analyseUnderFire(demo, server);
              console.info(`killed ${kills} job processes of a cluster with two workers`);
              expect(kills).toBeGreaterThanOrEqual(10);
            } finally {
              for (const service of [...workers, server]) await service.close();
            }
          }),
        ),
    );
  },
);
