import { describe, expect, it } from "vitest";
import { mosaicPlaces } from "./mosaic.js";

describe("mosaicPlaces", () => {
  it("fills one square without overlap, but for the gaps", () => {
    for (const patches of [1, 2, 3, 4]) {
      const places = mosaicPlaces(patches);
      expect(places).toHaveLength(patches);
      const side = Math.max(...places.map(({ x, width }) => x + width));
      expect(Math.max(...places.map(({ y, height }) => y + height))).toBe(side);
      const covered = places.reduce((sum, { width, height }) => sum + width * height, 0);
      expect(covered / side ** 2).toBeGreaterThan(0.95);
      expect(covered).toBeLessThanOrEqual(side ** 2);
      for (const [i, a] of places.entries()) {
        for (const b of places.slice(i + 1)) {
          const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
          expect(apart).toBe(true);
        }
      }
    }
  });
});
