import type { ProfileSpace } from "@gipfel/concepts";
import { afterAll, describe, expect, it } from "vitest";
import { Random } from "../testing/random.js";
import { ClusteringThread } from "./clustering-thread.js";
import { layerRegrouping } from "./layer-regrouping.js";

const broken = new URL("data:text/javascript,throw new Error('started')");

/** Neurons about three points in ten dimensions. */
function spaceOf(neurons: number): ProfileSpace {
  const random = new Random(7);
  const centres = Array.from({ length: 3 }, () => [...random.values(10, 1)]);
  const scores = Array.from({ length: neurons }, (_, n) => {
    const noise = random.values(10, 0.5);
    return (centres[n % 3] ?? []).map((value, d) => value + (noise[d] ?? 0));
  });
  const eigenvalues = Array.from({ length: 10 }, (_, d) => 1 / (d + 1));
  return { neurons: [...scores.keys()], scores, eigenvalues, explainedVariance: 1 };
}

describe("a thread that clusters", () => {
  const thread = new ClusteringThread();
  afterAll(() => thread.close());
  const space = spaceOf(200);
  const all = space.neurons;

  it("finds what is found here, to the last bit", async () => {
    const found = { layer: "a", clustering: { clusters: 3 }, space, seed: 4 };
    const parted = {
      ...found,
      clustering: { concepts: [all.slice(0, 90), all.slice(90)], split: { concept: 1, into: 3 } },
    };
    const byHand = { ...found, clustering: { concepts: [all.slice(0, 50), all.slice(50)] } };
    for (const wish of [found, parted, byHand]) expect(await thread.regroup(wish)).toEqual(layerRegrouping(wish));
  });

  it("lets others have their turn meanwhile", async () => {
    let isOver = false;
    let turns = 0;
    const count = () => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    const regrouping = thread.regroup({ layer: "a", clustering: { clusters: 40 }, space, seed: 0 });
    setImmediate(count);
    await regrouping;
    isOver = true;
    expect(turns).toBeGreaterThan(0);
  });

  it("refuses as it is refused here, and answers what comes after", async () => {
    const wish = { layer: "a", clustering: { concepts: [all], split: { concept: 0, into: 201 } }, space, seed: 0 };
    let reason: unknown;
    try {
      layerRegrouping(wish);
    } catch (error) {
      reason = error;
    }
    expect(reason).toMatchObject({ code: "OPTION_INVALID" });
    await expect(thread.regroup(wish)).rejects.toEqual(reason);
    expect((await thread.regroup({ ...wish, clustering: { clusters: 2 } })).clusters).toHaveLength(2);
  });

  it("is not asked for few neurons", async () => {
    const none = new ClusteringThread(broken);
    const wish = { layer: "a", clustering: { clusters: 3 }, space: spaceOf(30), seed: 0 };
    expect(await none.regroup(wish)).toEqual(layerRegrouping(wish));
    await none.close();
  });

  it("says so where it is lost, and when it is closed", async () => {
    const lost = new ClusteringThread(broken);
    const wish = { layer: "a", clustering: { clusters: 3 }, space, seed: 0 };
    for (let i = 0; i < 2; i++) {
      await expect(lost.regroup(wish)).rejects.toMatchObject({
        code: "JOB_FAILED",
        message: expect.stringContaining("started"),
      });
    }
    await lost.close();
    await expect(lost.regroup(wish)).rejects.toMatchObject({ code: "CANCELLED" });
  });
});
