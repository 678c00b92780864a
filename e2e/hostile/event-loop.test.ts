/**
 * The event loop of the embedded server, which must answer others while it analyses. What is bounded is how long the main
 * thread *computes* in one turn, not how long the turn lasts: on a machine with other work to do any process is delayed,
 * which says nothing about this one, while what it computes in a turn is its own. The time in all is printed.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { client, drawImages, hotRoutes } from "../../scripts/load/demo-load.mjs";
import { startWatchedServer } from "../../scripts/load/watched-server.mjs";

const canTell = existsSync("/proc/self/schedstat");
const why = canTell ? "" : " (skipped: this system does not tell what a thread computes)";
const longestTurn = 100;

it.skipIf(!canTell)(
  `no turn of it computes for ${longestTurn} ms because of an analysis${why}`,
  {
    timeout: 400_000,
  },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "gipfel-loop-"));
    try {
      await drawImages(folder, 40);
      const server = await startWatchedServer(join(folder, "state"), folder);
      try {
        const api = client(server.url);
        const subject = await api.prepare();
        const first = await api.analyse(subject);
        expect(await api.ended(first.id)).toMatchObject({ status: "finished" });
        // By now all that is compiled or opened once has been.
        const routes = Object.values(await hotRoutes(api, first.id));
        await server.turns();
        const second = await api.analyse(subject);
        let answers = 0;
        let isOver = false;
        const over = api.ended(second.id).finally(() => {
          isOver = true;
        });
        while (!isOver) {
          for (const route of routes) {
            const answer = await fetch(new URL(route, server.url));
            expect(answer.status).toBe(200);
            await answer.arrayBuffer();
            answers += 1;
          }
        }
        expect(await over).toMatchObject({ status: "finished" });
        const { computing, blocking } = await server.turns();
        console.info(
          `longest turn while analysing: ${computing.toFixed(1)} ms of computing, ${blocking.toFixed(1)} in all`,
        );
        console.info(`${answers} requests were answered meanwhile`);
        expect(computing).toBeLessThan(longestTurn);
      } finally {
        await server.close();
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);

it.skipIf(!canTell)(`a turn that computes for ${2 * longestTurn} ms is noticed${why}`, () => {
  const preload = pathToFileURL(join(import.meta.dirname, "../../scripts/load/watch-turns.mjs")).href;
  const program = `
    const busy = () => { for (const start = process.cpuUsage(); process.cpuUsage(start).user < ${2000 * longestTurn};); };
    setTimeout(busy, 50);
    process.send = ({ longest }) => { console.log(JSON.stringify(longest)); process.exit(); };
    setTimeout(() => process.emit("message", "turns"), 200);`;
  const { stdout } = spawnSync(process.execPath, ["--import", preload, "--input-type=module", "--eval", program], {
    encoding: "utf8",
  });
  const { computing } = JSON.parse(stdout) as { computing: number };
  expect(computing).toBeGreaterThan(longestTurn);
});
