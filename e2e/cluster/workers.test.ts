/** However many workers share an analysis, its result is the same, file for file. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Cluster, whyNoCluster } from "./testing/cluster.js";
import { analyse, drawDemo, ended, expectedFiles, subjects, uploadDemo } from "./testing/demo.js";
import { leavingsOf } from "./testing/leavings.js";

describe.skipIf(whyNoCluster !== undefined)(`several workers${whyNoCluster ? `: ${whyNoCluster}` : ""}`, () => {
  let folder: string;
  let cluster: Cluster;
  const [subject] = subjects;
  let expected: Awaited<ReturnType<typeof expectedFiles>>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "gipfel-workers-"));
    const dataRoot = await drawDemo(folder, 2);
    expected = await expectedFiles(folder, dataRoot, subject);
    cluster = await Cluster.start({ dataRoot, workers: 1 });
  });
  afterAll(async () => {
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("share an analysis and leave what one worker leaves", async () => {
    const { client } = cluster;
    const demo = await uploadDemo(client);
    const ids: string[] = [];
    for (const workers of [1, 2, 4]) {
      await cluster.setWorkers(workers);
      const { id } = await analyse(client, demo, subject, `with-${workers}`);
      expect(await ended(client, id)).toMatchObject({ status: "finished" });
      ids.push(id);
    }
    const { results } = await leavingsOf(cluster);
    for (const id of ids) expect(results.get(id)).toEqual(expected);
  });
});
