import { BATCH, type Value } from "@gipfel/network";
import { describe, expect, it } from "vitest";
import { SmallNetwork } from "../../testing/small-network.js";
import { valueRanges } from "./value-range.js";

function rangeOf(build: (small: SmallNetwork) => Value) {
  const small = new SmallNetwork();
  const value = build(small);
  return valueRanges(small.builder.build([value])).get(value.name)!;
}

const hardSigmoid = (small: SmallNetwork) => {
  const clipped = small.scalar({ name: "clip", minimum: 0, maximum: 6 }, small.image);
  return small.builder.multiply(clipped, small.builder.scalar(0.125));
};

describe("valueRanges", () => {
  it.each<[string, (small: SmallNetwork) => Value, number, number]>([
    ["an image", ({ image }) => image, -Infinity, Infinity],
    ["ReLU", (small) => small.relu(small.image), 0, Infinity],
    ["sigmoid", (small) => small.scalar("sigmoid", small.image), 0, 1],
    ["a clip that is scaled", hardSigmoid, 0, 0.75],
    ["a convolution of it", (small) => small.convolution(hardSigmoid(small), 2), -Infinity, Infinity],
    ["a max pool of ReLU", (small) => small.maxPool(small.relu(small.image)), 0, Infinity],
    [
      "gates that are added",
      (small) => small.binary("add", hardSigmoid(small), small.scalar("sigmoid", small.image)),
      0,
      1.75,
    ],
    ["a product with what can be negative", (s) => s.binary("multiply", hardSigmoid(s), s.image), -Infinity, Infinity],
    ["a sum over positions", (small) => small.builder.reduce("sum", hardSigmoid(small), [2, 3]), 0, Infinity],
    [
      "padding with −1",
      (small) => small.builder.pad(small.relu(small.image), [0, 0, 1, 1], [0, 0, 1, 1], -1),
      -1,
      Infinity,
    ],
    [
      "one minus a gate, moved",
      (small) => {
        const closed = small.builder.subtract(small.builder.scalar(1), small.scalar("sigmoid", small.image));
        return small.builder.reshape(closed, [BATCH, 3 * 8 * 8]);
      },
      0,
      1,
    ],
  ])("bounds %s", (_, build, low, high) => {
    expect(rangeOf(build)).toEqual({ low, high });
  });
});
