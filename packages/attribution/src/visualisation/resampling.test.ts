import { describe, expect, it } from "vitest";
import { randomView } from "./random-view.js";
import { Resampling, type View } from "./resampling.js";

const still: View = { jitter: [0, 0], scale: 1, rotation: 0, lastJitter: [0, 0] };

/** Numbers in [0, 1) by the minimal standard generator (Park and Miller 1988). */
function uniformFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

const randomPlanes = (count: number, uniform: () => number) =>
  Float32Array.from({ length: count }, () => 2 * uniform() - 1);
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);

describe("Resampling", () => {
  it.each([1, 2, 3, 4, 5])("has the adjoint that its name says: ⟨T x, y⟩ = ⟨x, Tᵀ y⟩ (view %i)", (seed) => {
    const [height, width, planes] = [13, 18, 6];
    const uniform = uniformFrom(seed);
    // Larger than in use, so that much lies outside.
    const view: View = {
      jitter: [3.3, -2.6],
      scale: 0.6 + uniform(),
      rotation: 2 * uniform(),
      lastJitter: [-1.7, 0.4],
    };
    const map = new Resampling(height, width, view);
    const x = randomPlanes(planes * height * width, uniform);
    const y = randomPlanes(x.length, uniform);
    expect(dot(map.forward(x, [0]), y)).toBeCloseTo(dot(x, map.adjoint(y)), 3);
  });

  it("leaves an image as it is where the view is the image", () => {
    const x = randomPlanes(2 * 5 * 7, uniformFrom(1));
    expect([...new Resampling(5, 7, still).forward(x, [9, 9])]).toEqual([...x]);
  });

  it("keeps a plain image plain, whatever the view, in surroundings of its own value", () => {
    const map = new Resampling(11, 11, { ...randomView([11, 11], uniformFrom(3)), scale: 0.5 });
    const plain = Float32Array.from({ length: 2 * 121 }, (_, i) => (i < 121 ? 0.25 : -4));
    const seen = map.forward(plain, [0.25, -4]);
    seen.forEach((value, i) => {
      expect(value).toBeCloseTo(plain[i], 5);
    });
  });

  it("shows each channel's surroundings where the image has moved away", () => {
    const map = new Resampling(2, 3, { ...still, jitter: [1, 0] });
    const seen = map.forward(Float32Array.of(1, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, -6), [7, 8]);
    expect([...seen]).toEqual([7, 1, 2, 7, 4, 5, 8, -1, -2, 8, -4, -5]);
  });

  it("turns a square about its centre", () => {
    const quarter = new Resampling(3, 3, { ...still, rotation: Math.PI / 2 });
    const seen = quarter.forward(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), [0]);
    [7, 4, 1, 8, 5, 2, 9, 6, 3].forEach((value, i) => {
      expect(seen[i]).toBeCloseTo(value, 5);
    });
  });

  it("enlarges about the centre, and interpolates between pixels", () => {
    const twice = new Resampling(1, 5, { ...still, scale: 2 });
    const seen = twice.forward(Float32Array.of(0, 10, 20, 30, 40), [0]);
    [10, 15, 20, 25, 30].forEach((value, i) => {
      expect(seen[i]).toBeCloseTo(value, 5);
    });
  });

  it("applies the first jitter before scaling and turning, the last one after", () => {
    const x = randomPlanes(49, uniformFrom(5));
    const turned = { ...still, scale: 1, rotation: Math.PI / 2 };
    const before = new Resampling(7, 7, { ...turned, jitter: [2, 0] }).forward(x, [0]);
    // A quarter turn makes of a shift to the right one downwards.
    const after = new Resampling(7, 7, { ...turned, lastJitter: [0, 2] }).forward(x, [0]);
    before.forEach((value, i) => {
      expect(value).toBeCloseTo(after[i], 4);
    });
  });
});

describe("randomView", () => {
  it("stays within its limits and spreads over them", () => {
    const uniform = uniformFrom(7);
    const views = Array.from({ length: 300 }, () => randomView([224, 300], uniform));
    const within = (values: number[], low: number, high: number) => {
      expect(Math.min(...values)).toBeGreaterThanOrEqual(low);
      expect(Math.max(...values)).toBeLessThanOrEqual(high);
      expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(0.9 * (high - low));
    };
    within(
      views.flatMap(({ jitter }) => jitter),
      -4,
      4,
    );
    within(
      views.flatMap(({ lastJitter }) => lastJitter),
      -2,
      2,
    );
    within(
      views.map(({ scale }) => scale),
      0.9,
      1.1,
    );
    within(
      views.map(({ rotation }) => (180 * rotation) / Math.PI),
      -5,
      5,
    );
  });

  it("shifts small images less", () => {
    const large = randomView([224, 224], uniformFrom(2));
    const small = randomView([40, 32], uniformFrom(2));
    expect(small.jitter[0]).toBeCloseTo(large.jitter[0] / 2, 10);
    expect(small.lastJitter[1]).toBeCloseTo(large.lastJitter[1] / 2, 10);
    expect(small.scale).toBe(large.scale);
  });
});
