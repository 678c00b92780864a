import { describe, expect, it } from "vitest";
import { phasesOf } from "./phases.js";

describe("phasesOf", () => {
  it("meets for each pixel the windows that see it, through the positions they see it at", () => {
    for (const kernel of [1, 2, 3, 5]) {
      for (const stride of [1, 2, 3, 4]) {
        for (const dilation of [1, 2, 3]) {
          for (const pad of [0, 1, 2]) {
            const phases = phasesOf(kernel, stride, dilation, pad);
            for (let pixel = 0; pixel < 12; pixel += 1) {
              const phase = phases.find((candidate) => candidate.phase === pixel % stride);
              const found = Array.from({ length: phase?.count ?? 0 }, (_, j) => ({
                tap: phase!.tap + j * phase!.step,
                window: Math.floor(pixel / stride) + phase!.first - j * phase!.spacing,
              }));
              const expected = Array.from({ length: kernel }, (_, tap) => ({
                tap,
                window: (pixel + pad - tap * dilation) / stride,
              })).filter(({ window }) => Number.isInteger(window));
              expect(found).toEqual(expected);
            }
          }
        }
      }
    }
  });
});
