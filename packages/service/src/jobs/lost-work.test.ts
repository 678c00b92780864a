import { rm } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { Places } from "../places.js";
import { demoSettings, ended, openDemo, prepareDemo, until, withDemo } from "../testing/demo.js";
import { expectedFiles, resultFiles } from "../testing/result-files.js";

describe("an analysis whose work folder is gone, as after a backup was restored", () => {
  it("does again what it needs, and ends in the same results", { timeout: 300_000 }, () =>
    withDemo(2, async (demo) => {
      // Some layers only, so that edges are integrated in a pass of their own.
      const changes = { baseline: "mean", layers: ["stem", "block1", "conv4"] } as const;
      const settings = { ...(await demoSettings()), ...changes, layers: [...changes.layers] };
      const before = await openDemo(demo);
      const { id } = await before.analyses.create({ ...(await prepareDemo(before)), settings });
      const isDone = ({ phase, done }: { phase: string; done: number }) => phase === "concepts" && done > 0;
      await until(
        () => before.store.shards.progress(id),
        (phases) => phases.some(isDone),
      );
      await before.close();
      const places = new Places(demo.state, null);
      await rm(places.work(id), { recursive: true });
      const after = await openDemo(demo);
      try {
        expect(await ended(after, id)).toMatchObject({ status: "finished", error: null });
        expect(await resultFiles(after, id)).toEqual(await expectedFiles(demo, changes));
      } finally {
        await after.close();
      }
    }),
  );
});
