/** The service in one process, killed again and again: it goes on from what lies in its state folder. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient } from "../../packages/client/src/index.js";
import { randomIntegers } from "../../packages/queue/src/conformance/random-integers.js";
import { program } from "../testing/program.js";
import { analyse, drawDemo, ended, expectations, subjects, uploadDemo } from "./testing/demo.js";
import { freePort } from "./testing/free-port.js";
import { leavingsOf, nothingLeft, workOf } from "./testing/leavings.js";
import { Member } from "./testing/member.js";

const count = Math.ceil(Number(process.env.FAULTS ?? 36) / 3);
const seed = Number(process.env.FAULTS_SEED ?? 1);
/** Milliseconds that the service lives at most: long enough for a job of the demo on an idle machine. */
const longestLife = 4000;

describe("the embedded service under fire", () => {
  let folder: string;
  let dataRoot: string;
  let service: Member;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "gipfel-embedded-"));
    dataRoot = await drawDemo(folder, 4);
  });
  afterAll(async () => {
    await service?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("loses nothing", { timeout: 300_000 + count * 60_000 }, async () => {
    const { expected, slowness } = await expectations(folder, dataRoot);
    const state = join(folder, "state");
    const port = await freePort();
    const folders = ["--state", state, "--data-root", dataRoot];
    const command = [program, "serve", "--port", String(port), "--rate-limit", "1000000", ...folders];
    service = new Member({ command, env: {}, upWhen: "Open http" });
    service.start();
    const client = createClient({ baseUrl: `http://127.0.0.1:${port}` });
    const demo = await uploadDemo(client);
    const next = randomIntegers(seed);
    const ids: string[] = [];
    let kills = 0;
    // Killed in all of them, and as often as was asked for.
    while (kills < count) {
      const subject = subjects[ids.length % subjects.length];
      const { id } = await analyse(client, demo, subject, `analysis-${ids.length}`);
      ids.push(id);
      let isOver = false;
      const end = ended(client, id).finally(() => {
        isOver = true;
      });
      while (!isOver && kills < count) {
        await service.up();
        await Promise.race([pause((300 + next(longestLife)) * slowness), end]);
        await service.kill();
        service.start();
        kills += 1;
      }
      expect(await end).toMatchObject({ status: "finished", error: null, skipped: 0 });
    }
    console.info(`${ids.length} analyses while the embedded service was killed ${kills} times (FAULTS_SEED=${seed})`);

    expect(service.crashes).toEqual([]);
    // What a kill left of the work goes when the service has started again.
    await expect.poll(() => workOf(state), { timeout: 60_000 }).toEqual([]);
    await service.stop();
    const { results, ...left } = await leavingsOf({ databaseUrl: `file:${join(state, "store.db")}`, state });
    for (const [n, id] of ids.entries()) expect(results.get(id)).toEqual(expected[n % subjects.length]);
    expect(results.size).toBe(ids.length);
    expect(left).toEqual(nothingLeft);
  });
});
