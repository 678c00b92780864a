/** Analyses in a cluster whose every part is killed again and again: they end as if nothing had happened. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Cluster, whyNoCluster } from "./testing/cluster.js";
import { analyse, drawDemo, ended, expectations, subjects, uploadDemo } from "./testing/demo.js";
import { inflict } from "./testing/faults.js";
import { leavingsOf, nothingLeft, workOf } from "./testing/leavings.js";

/** More faults for a longer run, another seed for other moments. */
const count = Number(process.env.FAULTS ?? 36);
const seed = Number(process.env.FAULTS_SEED ?? 1);
/** Analyses that are queued or run at a time. */
const atOnce = 3;

describe.skipIf(whyNoCluster !== undefined)(`a cluster under fire${whyNoCluster ? `: ${whyNoCluster}` : ""}`, () => {
  let folder: string;
  let cluster: Cluster;
  let slowness = 1;
  let expected: Awaited<ReturnType<typeof expectations>>["expected"] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "gipfel-under-fire-"));
    const dataRoot = await drawDemo(folder, 4);
    ({ expected, slowness } = await expectations(folder, dataRoot));
    cluster = await Cluster.start({ dataRoot, workers: 2 });
  });
  afterAll(async () => {
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("loses nothing", { timeout: 300_000 + count * 60_000 }, async () => {
    const { client } = cluster;
    const demo = await uploadDemo(client);
    /** Which subject each analysis is of. */
    const asked = new Map<string, number>();
    let isOver = false;
    const ask = async (): Promise<void> => {
      while (!isOver || asked.size < subjects.length) {
        const n = asked.size % subjects.length;
        const key = `analysis-${asked.size}`;
        // Others shall not take it meanwhile.
        asked.set(key, n);
        const { id } = await analyse(client, demo, subjects[n], key);
        asked.delete(key);
        asked.set(id, n);
        expect(await ended(client, id)).toMatchObject({ status: "finished", error: null, skipped: 0 });
      }
    };
    const given = new AbortController();
    const faults = inflict(cluster, { seed, count, slowness, signal: given.signal }).finally(() => {
      isOver = true;
    });
    try {
      await Promise.all(Array.from({ length: atOnce }, ask));
    } finally {
      given.abort();
      await faults;
    }
    const total = `${asked.size} analyses under ${count} faults`;
    console.info(`${total} (FAULTS_SEED=${seed}): ${JSON.stringify(await faults)}`);

    // Whatever ended by itself had not come up yet, while something that it needs was away.
    expect(cluster.members.flatMap(({ crashes }) => crashes.filter(({ wasUp }) => wasUp))).toEqual([]);
    await expect.poll(() => unfinishedKeys(cluster), { timeout: 60_000 }).toEqual([]);
    await expect.poll(() => workOf(cluster.state), { timeout: 60_000 }).toEqual([]);
    for (const member of cluster.members) await member.stop();
    const { results, ...left } = await leavingsOf(cluster);
    for (const [id, n] of asked) expect([subjects[n].name, results.get(id)]).toEqual([subjects[n].name, expected[n]]);
    expect(results.size).toBe(asked.size);
    expect(left).toEqual(nothingLeft);
  });
});

/** Keys of the queue that hold unfinished jobs: its own, and BullMQ's lists. Redis has none that are empty. */
async function unfinishedKeys({ redis }: Cluster): Promise<string[]> {
  const unfinished =
    /:flow:(unfinished|ready|feeds:.*)$|:jobs:(wait|active|paused|delayed|prioritized|waiting-children)$/;
  return (await redis.keys("gipfel:")).filter((key) => unfinished.test(key)).sort();
}
