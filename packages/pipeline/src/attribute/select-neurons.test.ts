import { describe, expect, it } from "vitest";
import { selectNeurons } from "./select-neurons.js";

describe("selected neurons", () => {
  it("are channels in the order asked for; null is all", () => {
    const map = { shape: [3, 2, 1], values: Float64Array.of(0, 1, 2, 3, 4, 5) };
    expect(selectNeurons(map, [2, 0])).toEqual({ shape: [2, 2, 1], values: Float64Array.of(4, 5, 0, 1) });
    expect(selectNeurons(map, null)).toEqual(map);
  });
});
