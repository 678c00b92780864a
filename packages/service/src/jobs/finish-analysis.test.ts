/** The last job of an analysis, where it is interrupted at its very end. */
import { GipfelError } from "@gipfel/contracts";
import type { Store } from "@gipfel/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { flowOf } from "../analyses/flow.js";
import { readRun } from "../analyses/shard-rows.js";
import { Places } from "../places.js";
import type { Service } from "../service.js";
import { demoSettings, openDemo, openPreparedDemo, type PreparedDemo } from "../testing/demo.js";
import { openJobRunner } from "./job-runner.js";

const scope = { signal: new AbortController().signal, report: () => undefined };

/** The same object but for one method. */
function withMethod<T extends object, Name extends keyof T>(object: T, name: Name, method: T[Name]): T {
  return new Proxy(object, {
    get: (target, key) => {
      if (key === name) return method;
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** The store of a process that dies when it is about to say that the last part is done. */
function dyingStore(store: Store): Store {
  const complete: Store["shards"]["complete"] = (shard, result) => {
    if (shard.phase === "graphs") throw new GipfelError("STORE_UNAVAILABLE", "the process has died");
    return store.shards.complete(shard, result);
  };
  const dying = <T extends Pick<Store, "shards">>(repositories: T): T => ({
    ...repositories,
    shards: withMethod(repositories.shards, "complete", complete),
  });
  return { ...dying(store), transaction: (work) => store.transaction((repositories) => work(dying(repositories))) };
}

/** A store in which somebody cancels the analysis while its last part puts its files away. */
function cancellingStore(store: Store, id: string): Store {
  const put: Store["artifacts"]["put"] = async (content) => {
    await store.analyses.cancel(id);
    return store.artifacts.put(content);
  };
  return { ...store, artifacts: withMethod(store.artifacts, "put", put) };
}

describe("an analysis that is about to be finished", () => {
  let demo: PreparedDemo;
  /** Does no jobs by itself. */
  let service: Service;

  beforeAll(async () => {
    demo = await openPreparedDemo(1);
    await demo.service.close();
    service = await openDemo(demo, { concurrency: 0, runningAnalyses: 10 });
  });
  afterAll(async () => {
    await service?.close();
    await demo?.close();
  });

  /** Does what is left to do of the analysis, up to the last part or with it, on one store or another. */
  async function work(id: string, { store = service.store, last = true } = {}): Promise<void> {
    const environment = { store, places: new Places(demo.state, demo.dataRoot) };
    const runner = openJobRunner(environment, { engine: "onnxruntime", device: "cpu" });
    const { status, createdAt } = await service.analyses.show(id);
    expect(status).toBe("running");
    const open = async () => flowOf({ id, createdAt }, await readRun(environment, id)).map(({ job }) => job);
    for (let jobs = await open(); jobs[0]?.kind === "plan-analysis"; jobs = await open()) {
      await runner.run(jobs[0], scope);
    }
    for (const job of await open()) if (last || job.kind !== "write-graphs") await runner.run(job, scope);
  }

  async function begin(): Promise<string> {
    const { id } = await service.analyses.create({ ...demo.subject, settings: await demoSettings() });
    await work(id, { last: false });
    return id;
  }

  const openParts = async (id: string) =>
    (await service.store.shards.list(id)).filter(({ status }) => status !== "done").map(({ phase }) => phase);

  it("is finished with its last part, or not at all", async () => {
    const id = await begin();
    await expect(work(id, { store: dyingStore(service.store) })).rejects.toThrow("the process has died");
    expect(await service.analyses.show(id)).toMatchObject({ status: "running" });
    expect(await openParts(id)).toEqual(["graphs"]);
    await work(id);
    expect(await service.analyses.show(id)).toMatchObject({ status: "finished", error: null });
    expect(await openParts(id)).toEqual([]);
  });

  it("can be resumed where it was cancelled meanwhile", async () => {
    const id = await begin();
    await work(id, { store: cancellingStore(service.store, id) });
    expect(await service.analyses.show(id)).toMatchObject({ status: "cancelled" });
    expect(await openParts(id)).toEqual(["graphs"]);
    await service.analyses.resume(id);
    await work(id);
    expect(await service.analyses.show(id)).toMatchObject({ status: "finished", error: null });
  });
});
