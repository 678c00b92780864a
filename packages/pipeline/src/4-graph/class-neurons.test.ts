import { describe, expect, it } from "vitest";
import { countStrongest, keptImages } from "./class-neurons.js";

describe("the images whose maxima are kept", () => {
  const images = Array.from({ length: 80 }, (_, row) => 1000 - row);
  // Neuron 0 is strongest on the first rows, neuron 1 on the last; neuron 2 never.
  const maxima = Float32Array.from(images.flatMap((_, row) => [80 - row, row + 1, 0]));

  it("are those among which most neurons have their strongest", () => {
    const counts = new Map(images.map((image) => [image, 0]));
    countStrongest({ images, maxima }, 3, counts);
    const strongest = [...images.slice(0, 9), ...images.slice(-9)];
    expect(
      [...counts]
        .filter(([, count]) => count > 0)
        .map(([image]) => image)
        .sort(),
    ).toEqual(strongest.sort());
    const kept = keptImages(counts);
    expect(kept).toHaveLength(50);
    expect(kept).toEqual([...kept].sort((a, b) => a - b));
    expect(strongest.every((image) => kept.includes(image))).toBe(true);
  });

  it("are all where there are few", () => {
    expect(
      keptImages(
        new Map([
          [7, 0],
          [3, 2],
          [5, 0],
        ]),
      ),
    ).toEqual([3, 5, 7]);
  });
});
