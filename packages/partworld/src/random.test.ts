import { describe, expect, it } from "vitest";
import { Random } from "./random.js";

const draw = (random: Random, count: number) => Array.from({ length: count }, () => random.bits());

describe("Random", () => {
  it("is xoshiro128**: the published generator's first numbers from the state 1, 2, 3, 4", () => {
    // From the authors' C code.
    const expected = [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849];
    expect(draw(new Random(Int32Array.of(1, 2, 3, 4)), 8)).toEqual(expected);
  });

  it("gives one stream per key list: equal for equal keys, another for other keys or another order", () => {
    expect(draw(Random.of(1, 2, 3), 50)).toEqual(draw(Random.of(1, 2, 3), 50));
    const streams = [Random.of(1, 2, 3), Random.of(3, 2, 1), Random.of(1, 2, 4), Random.of(1, 2), Random.of(2, 1)];
    expect(new Set(streams.map((random) => draw(random, 4).join())).size).toBe(streams.length);
  });

  it("is uniform: mean, variance and every integer within 5 standard errors", () => {
    const random = Random.of(7);
    const count = 20000;
    const values = Array.from({ length: count }, () => random.range(0, 1));
    const mean = values.reduce((sum, value) => sum + value) / count;
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / count));

    const hits = new Array<number>(10).fill(0);
    for (let index = 0; index < count; index++) hits[random.integer(0, 9)]++;
    const standardError = Math.sqrt(count * 0.1 * 0.9);
    for (const hit of hits) expect(Math.abs(hit - count / 10)).toBeLessThan(5 * standardError);
  });

  it("draws the first numbers of neighbouring streams independently", () => {
    const firsts = Array.from({ length: 4000 }, (_, image) => Random.of(0, 0, image).range(-1, 1));
    const lagged = firsts.slice(1).reduce((sum, value, index) => sum + value * firsts[index], 0) / 3999;
    expect(Math.abs(lagged)).toBeLessThan(5 * (1 / 3 / Math.sqrt(3999)));
  });
});
