/**
 * How much faster an analysis of the demo is with more workers: starts Redis, PostgreSQL and the built server and workers
 * on this machine, and prints the best time of each number of workers, with its ratio to that of one.
 *
 *   node scripts/cluster/throughput.mjs [--images N] [--repeats N] [--workers 1,2]
 *
 * Images are per class, of which there are ten.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
// From here on TypeScript can be imported.
import "./typescript-hooks.mjs";

const { values } = parseArgs({
  options: {
    images: { type: "string", default: "12" },
    repeats: { type: "string", default: "3" },
    workers: { type: "string", default: "1,2" },
  },
});
const [images, repeats] = [Number(values.images), Number(values.repeats)];
const counts = values.workers.split(",").map(Number);

const { Cluster, whyNoCluster } = await import("../../e2e/cluster/testing/cluster.ts");
const { analyse, drawDemo, ended, subjects, uploadDemo } = await import("../../e2e/cluster/testing/demo.ts");

if (whyNoCluster) throw new Error(`there can be no cluster here: ${whyNoCluster}`);
const folder = mkdtempSync(join(tmpdir(), "gipfel-throughput-"));
const dataRoot = await drawDemo(folder, images);
const cluster = await Cluster.start({ dataRoot, workers: counts[0] });
try {
  const demo = await uploadDemo(cluster.client);
  const best = new Map();
  // In turns, so that what else the machine does falls on all alike.
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const count of counts) {
      await cluster.setWorkers(count);
      const seconds = await secondsOf(demo, `${count}-${repeat}`);
      best.set(count, Math.min(seconds, best.get(count) ?? Number.POSITIVE_INFINITY));
    }
  }
  process.stdout.write(`${10 * images} images, ${availableParallelism()} cores, best of ${repeats}\n`);
  for (const [count, seconds] of best) {
    const ratio = best.get(counts[0]) / seconds;
    process.stdout.write(
      `${count} ${count === 1 ? "worker" : "workers"}: ${seconds.toFixed(1)} s, ratio ${ratio.toFixed(2)}\n`,
    );
  }
} finally {
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** From the start of the first job to the whole result. */
async function secondsOf(demo, key) {
  const { id } = await analyse(cluster.client, demo, subjects[0], key);
  const { status, startedAt, finishedAt } = await ended(cluster.client, id);
  if (status !== "finished") throw new Error(`the analysis ${status}`);
  return (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
}
