/** What happens to analyses while a job of theirs takes its time to end. */
import { appendFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Service } from "./service.js";
import type { ServiceOptions } from "./service-options.js";
import { whyNoCluster, withCluster } from "./testing/cluster.js";
import { type Demo, openDemo, until, withDemo } from "./testing/demo.js";

/** A process whose jobs run until they are told to end, and then until the file `release` is there. */
const program = (folder: string) => `
  import { appendFileSync, existsSync } from "node:fs";
  const log = (text) => appendFileSync(${JSON.stringify(join(folder, "log"))}, text + "\\n");
  const send = (message) => process.send(message);
  process.on("disconnect", () => process.exit());
  process.on("message", ({ type, job }) => {
    if (type === "run") {
      if (job.kind === "check-model") return send({ type: "done" });
      log("begin");
    }
    if (type !== "abort") return;
    const timer = setInterval(() => {
      if (!existsSync(${JSON.stringify(join(folder, "release"))})) return;
      clearInterval(timer);
      log("end");
      send({ type: "failed", failure: { code: "CANCELLED", message: "stopped", stack: null } });
    }, 10);
  });`;

interface Slow {
  readonly service: Service;
  /** A running analysis, whose job has begun. */
  begin(): Promise<string>;
  /** What jobs have done: `begin` and `end`. */
  log(): string[];
  /** Lets jobs that were told to end do so. */
  release(): void;
}

async function withSlowJobs(demo: Demo, urls: Partial<ServiceOptions>, use: (slow: Slow) => Promise<void>) {
  const file = join(demo.folder, "slow.mjs");
  writeFileSync(file, program(demo.folder));
  writeFileSync(join(demo.folder, "log"), "");
  rmSync(join(demo.folder, "release"), { force: true });
  const options = { ...urls, runningAnalyses: 1, jobProcess: { file, execArgv: [] } };
  const service = await openDemo({ ...demo, state: join(demo.folder, `state-${Math.random()}`) }, options);
  const log = () => readFileSync(join(demo.folder, "log"), "utf8").split("\n").filter(Boolean);
  const release = () => appendFileSync(join(demo.folder, "release"), "");
  const begin = async () => {
    const bytes = (async function* () {
      yield Buffer.from("a model");
    })();
    const model = await service.models.upload(bytes, { name: "any" });
    await service.store.models.update(model.id, { inspection: { status: "ready", inspection: null } });
    const dataset = await service.store.datasets.create({
      name: "any",
      path: "images",
      hash: null,
      images: 1,
      classes: [],
    });
    const { id } = await service.analyses.create({ modelId: model.id, datasetId: dataset.id });
    const before = log().length;
    await until(
      async () => log().length,
      (length) => length > before,
    );
    return id;
  };
  try {
    await use({ service, begin, log, release });
  } finally {
    release();
    await service.close();
  }
}

const shapes = [
  { shape: "embedded", skip: undefined, open: (use: (urls: Partial<ServiceOptions>) => Promise<void>) => use({}) },
  { shape: "cluster", skip: whyNoCluster, open: withCluster<void> },
];

describe.each(shapes)("a cancelled analysis, $shape", ({ skip, open }) => {
  const within = (use: (slow: Slow) => Promise<void>) => () =>
    withDemo(1, (demo) => open((urls) => withSlowJobs(demo, urls, use)));

  it.skipIf(skip)(
    "is cancelling until its job has ended, and then cancelled",
    within(async ({ service, begin, release }) => {
      const id = await begin();
      const seen: string[] = [];
      await service.analyses.watch(id, ({ status }) => seen.push(status));
      expect(await service.analyses.cancel(id)).toMatchObject({ status: "cancelling", finishedAt: null });
      expect((await service.analyses.list({ limit: 5 })).items).toMatchObject([{ id, status: "cancelling" }]);
      await until(
        async () => seen.at(-1),
        (status) => status === "cancelling",
      );
      release();
      await until(
        async () => seen.at(-1),
        (status) => status === "cancelled",
      );
      const shown = await service.analyses.show(id);
      expect(shown).toMatchObject({ status: "cancelled", error: null });
      expect(shown.finishedAt).not.toBeNull();
      expect(new Set(seen)).toEqual(new Set(["running", "cancelling", "cancelled"]));
    }),
  );

  it.skipIf(skip).each(["resume", "retry"] as const)(
    "goes on by %s while it is cancelling, and no two jobs of it run at a time",
    (how) =>
      within(async ({ service, begin, log, release }) => {
        const id = await begin();
        await service.analyses.cancel(id);
        expect((await service.analyses[how](id)).status).toMatch(/queued|running/);
        expect(log()).toEqual(["begin"]);
        release();
        await until(
          async () => log().length,
          (length) => length === 3,
        );
        expect(log()).toEqual(["begin", "end", "begin"]);
        expect((await service.analyses.show(id)).status).toBe("running");
      })(),
  );

  it.skipIf(skip)(
    "can be deleted while it is cancelling, and gives its place to the next at once",
    within(async ({ service, begin, log, release }) => {
      const first = await begin();
      const { modelId, datasetId } = await service.analyses.show(first);
      const next = await service.analyses.create({ modelId, datasetId });
      expect(next.status).toBe("queued");
      await service.analyses.cancel(first);
      await service.analyses.remove(first);
      await expect(service.analyses.show(first)).rejects.toMatchObject({ code: "GRAPH_NOT_FOUND" });
      expect((await service.analyses.show(next.id)).status).toBe("running");
      release();
      await until(
        async () => log().length,
        (length) => length === 3,
      );
      expect(log()).toEqual(["begin", "end", "begin"]);
    }),
  );
});
