import { describe, expect, it } from "vitest";
import { createRandom } from "../random.js";
import { priority } from "./priority.js";
import { VectorReservoir } from "./vector-reservoir.js";

const [channels, positions, images] = [3, 10, 40];

function activations(): Float32Array[] {
  const random = createRandom(1);
  return Array.from({ length: images }, () =>
    Float32Array.from({ length: channels * positions }, (_, i) => (i % positions < 2 ? 0 : random.normal())),
  );
}

function drawn(order: readonly number[], capacity: number) {
  const reservoir = new VectorReservoir(channels, capacity, 7);
  const all = activations();
  for (const image of order) reservoir.offer(image, all[image], 0, positions);
  return reservoir.sample();
}

describe("VectorReservoir", () => {
  const inOrder = [...Array(images).keys()];

  it("draws the same bytes whatever the order of the images", () => {
    expect(drawn([...inOrder].reverse(), 50)).toEqual(drawn(inOrder, 50));
  });

  it("leaves dead positions out, and takes all others where there is room", () => {
    const { count, vectors } = drawn(inOrder, 1000);
    expect(count).toBe(images * (positions - 2));
    for (let n = 0; n < count; n++) expect(vectors.subarray(n * 3, n * 3 + 3).some((value) => value !== 0)).toBe(true);
  });

  it("keeps those of lowest priority", () => {
    const all = activations();
    const ranked = inOrder
      .flatMap((image) => Array.from({ length: positions - 2 }, (_, p) => ({ image, p: p + 2 })))
      .sort((a, b) => priority(7, a.image, a.p) - priority(7, b.image, b.p));
    const { vectors } = drawn(inOrder, 20);
    const expected = ranked.slice(0, 20).flatMap(({ image, p }) => [0, 1, 2].map((i) => all[image][i * positions + p]));
    expect([...vectors]).toEqual(expected);
  });
});

describe("priority", () => {
  it("is uniform over images and positions", () => {
    const bins = new Float64Array(10);
    for (let image = 0; image < 100; image++) {
      for (let p = 0; p < 100; p++) bins[Math.floor((priority(3, image, p) / 2 ** 53) * 10)] += 1;
    }
    // Chi-squared with 9 degrees of freedom: 33.7 is exceeded once in ten thousand.
    expect(bins.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0)).toBeLessThan(33.7);
  });
});
