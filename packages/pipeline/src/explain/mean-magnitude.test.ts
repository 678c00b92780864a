import { describe, expect, it } from "vitest";
import { Random } from "../testing/random.js";
import { MeanMagnitude, renderMeanMagnitude } from "./mean-magnitude.js";

const shape = [2, 3, 4] as const;
const maps = [1, 2, 3].map((seed) => ({ shape, values: new Random(seed).values(24) }));

function meanOf(all: readonly { shape: readonly number[]; values: Float32Array }[]) {
  const mean = new MeanMagnitude();
  for (const map of all) mean.add(map);
  return mean.mean()!;
}

describe("the mean magnitude", () => {
  it("is the mean of |sum over channels| at each position", () => {
    const { width, height, data } = meanOf(maps);
    expect([width, height]).toEqual([4, 3]);
    data.forEach((value, p) => {
      const amounts = maps.map(({ values }) => Math.abs(values[p]! + values[12 + p]!));
      expect(value).toBeCloseTo(amounts.reduce((a, b) => a + b) / 3, 6);
    });
  });

  it("does not cancel between images of opposite sign", () => {
    const opposite = { shape, values: maps[0]!.values.map((value) => -value) };
    expect(meanOf([maps[0]!, opposite])).toEqual(meanOf([maps[0]!]));
  });

  it("has nothing of maps without positions, and can be drawn", async () => {
    const mean = new MeanMagnitude();
    expect(mean.add({ shape: [5], values: new Float32Array(5) })).toBe(false);
    expect(mean.mean()).toBeUndefined();
    const png = await renderMeanMagnitude(meanOf(maps), { title: "zebra", subtitle: "mean" });
    expect(png.toString("latin1", 1, 4)).toBe("PNG");
  });
});
