/** The built program: a backup while an analysis runs, a server on what it restores, and an integrity report. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient } from "../packages/client/src/index.js";
import { analyse, drawDemo, ended, expectedFiles, subjects, uploadDemo } from "./cluster/testing/demo.js";
import { freePort } from "./cluster/testing/free-port.js";
import { leavingsOf, nothingLeft } from "./cluster/testing/leavings.js";
import { Member } from "./cluster/testing/member.js";
import { filesBelow, program, run } from "./testing/program.js";

let folder: string;
let dataRoot: string;
const servers: Member[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "gipfel-backup-"));
  dataRoot = await drawDemo(folder, 4);
});
afterAll(async () => {
  for (const server of servers) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function serve(state: string) {
  const port = await freePort();
  const command = [program, "serve", "--port", String(port), "--state", state, "--data-root", dataRoot];
  const server = new Member({ command, env: {}, upWhen: "Open http" });
  servers.push(server);
  server.start();
  await server.up();
  return { server, client: createClient({ baseUrl: `http://127.0.0.1:${port}` }) };
}

describe("gipfel backup, restore and check", () => {
  it("bring back all that was there while an analysis ran, and tell what was damaged since", async () => {
    const [first, second] = [subjects[1], subjects[0]];
    const expected = [await expectedFiles(folder, dataRoot, first), await expectedFiles(folder, dataRoot, second)];
    const [state, backup, restored] = ["state", "backup", "restored"].map((name) => join(folder, name));

    const source = await serve(state);
    const demo = await uploadDemo(source.client);
    const done = await analyse(source.client, demo, first, "done");
    expect(await ended(source.client, done.id)).toMatchObject({ status: "finished" });
    const under = await analyse(source.client, demo, second, "under-way");
    const statusOf = async () => (await source.client.showAnalysis({ params: { analysis: under.id } })).status;
    while ((await statusOf()) !== "running") await pause(20);
    const made = await run("backup", backup, "--state", state);
    expect(made.code, made.stderr).toBe(0);
    expect(made.stdout).toMatch(/backup: database, \d+ files, [\d.]+ [kM]B\n$/);
    expect(readdirSync(folder).filter((name) => name.includes("unfinished"))).toEqual([]);
    // The service has not noticed.
    expect(await ended(source.client, under.id)).toMatchObject({ status: "finished", error: null });
    expect(await run("check", "--state", state)).toMatchObject({ code: 0 });
    await source.server.stop();

    const full = await run("restore", backup, "--state", state);
    expect(full).toMatchObject({ code: 2, stderr: `gipfel: ${state} is not empty; choose another folder\n` });
    expect(await run("restore", backup, "--state", restored)).toMatchObject({ code: 0 });
    const target = await serve(restored);
    for (const { id } of [done, under]) {
      expect(await ended(target.client, id)).toMatchObject({ status: "finished", error: null });
    }
    await target.server.stop();
    expect(await run("check", "--state", restored)).toMatchObject({ code: 0 });
    const { results, ...left } = await leavingsOf({
      databaseUrl: `file:${join(restored, "store.db")}`,
      state: restored,
    });
    expect([results.get(done.id), results.get(under.id)]).toEqual(expected);
    expect(left).toEqual(nothingLeft);

    const fileOf = (hash: string) => join(restored, "artifacts", hash.slice(0, 2), hash.slice(2));
    const [graph] = Object.entries(expected[0]).filter(([path]) => path.startsWith("graphs/"));
    rmSync(fileOf(graph[1]));
    const model = filesBelow(join(restored, "artifacts")).find(
      (path) => sizeOf(join(restored, "artifacts", path)) > 1e5,
    );
    writeFileSync(join(restored, "artifacts", model ?? ""), "damaged");
    const orphan = createHash("sha256").update("orphan").digest("hex");
    mkdirSync(join(fileOf(orphan), ".."), { recursive: true });
    writeFileSync(fileOf(orphan), "orphan");
    // What SQLite has beside the database while it is open comes and goes.
    const files = () => filesBelow(restored).filter((path) => !path.startsWith("store.db-"));
    const before = files();
    const { code, stdout, stderr } = await run("check", "--state", restored, "--json");
    expect(code).toBe(1);
    expect(stderr.split("\n").at(-2)).toBe(`gipfel: ${restored}: 3 found that should not be`);
    const findings = stdout.trim().split("\n");
    expect(findings.map((line) => JSON.parse(line))).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: "damaged", subject: expect.stringMatching(/^model partworld.onnx/) }),
        expect.objectContaining({ kind: "missing", subject: `${graph[0]} of analysis ${done.id}` }),
        expect.objectContaining({ kind: "unknown", subject: `artifact ${orphan}` }),
      ]),
    );
    expect(findings).toHaveLength(3);
    expect(files()).toEqual(before);
    expect(existsSync(fileOf(orphan))).toBe(true);
  }, 600_000);
});

const sizeOf = (file: string) => readFileSync(file).length;
