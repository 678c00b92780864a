import { describe, expect, it } from "vitest";
import { enlargeBilinear, repeatPixels, repeatValues } from "./enlarge.js";
import type { ValueMap } from "./picture.js";

/** Numbers without a pattern, in [−1, 1]. */
function roughMap(width: number, height: number): ValueMap {
  return {
    width,
    height,
    data: Float32Array.from({ length: width * height }, (_, i) => Math.sin(i * 12.9898 + i * i)),
  };
}

describe("enlargeBilinear", () => {
  it("interpolates as PyTorch does", () => {
    // torch.nn.functional.interpolate([[0, 1], [2, 3]], size=(4, 4), mode="bilinear", align_corners=False)
    const { data } = enlargeBilinear(
      { width: 2, height: 2, data: Float32Array.of(0, 1, 2, 3) },
      { width: 4, height: 4 },
    );
    expect([...data]).toEqual([0, 0.25, 0.75, 1, 0.5, 0.75, 1.25, 1.5, 1.5, 1.75, 2.25, 2.5, 2, 2.25, 2.75, 3]);
  });

  it.each([0.1, -3e38, 1e-45, 1 / 3])("keeps the constant %d", (value) => {
    const map = { width: 7, height: 5, data: new Float32Array(35).fill(value) };
    const constant = Math.fround(value);
    expect(enlargeBilinear(map, { width: 448, height: 300 }).data.every((v) => v === constant)).toBe(true);
  });

  it("stays within the range of the values and keeps the mean of whole multiples", () => {
    const map = roughMap(7, 5);
    const { width, height, data } = enlargeBilinear(map, { width: 70, height: 20 });
    expect([width, height, data.length]).toEqual([70, 20, 1400]);
    expect(Math.max(...data)).toBeLessThanOrEqual(Math.max(...map.data));
    expect(Math.min(...data)).toBeGreaterThanOrEqual(Math.min(...map.data));
    const inside = (v: ValueMap, y: number) => v.data.slice(y * v.width, (y + 1) * v.width);
    expect(Math.max(...inside({ width, height, data }, 0))).toBeCloseTo(Math.max(...inside(map, 0)), 1);
  });

  it("keeps every value where the size stays", () => {
    const map = roughMap(6, 4);
    expect(enlargeBilinear(map, { width: 6, height: 4 })).toEqual(map);
  });

  it("commutes with turning the map upside down", () => {
    const map = roughMap(5, 3);
    const turned = { ...map, data: map.data.toReversed() };
    const size = { width: 32, height: 17 };
    const expected = enlargeBilinear(map, size).data.toReversed();
    for (const [i, value] of enlargeBilinear(turned, size).data.entries()) expect(value).toBeCloseTo(expected[i], 6);
  });
});

describe("repeating", () => {
  it("makes squares of values", () => {
    const large = repeatValues({ width: 2, height: 1, data: Float32Array.of(1, 2) }, 2);
    expect(large).toEqual({ width: 4, height: 2, data: Float32Array.of(1, 1, 2, 2, 1, 1, 2, 2) });
  });

  it("makes squares of pixels", () => {
    const picture = { width: 1, height: 2, data: Uint8Array.of(1, 2, 3, 4, 5, 6) };
    expect(repeatPixels(picture, 1)).toEqual(picture);
    const { width, height, data } = repeatPixels(picture, 3);
    expect([width, height]).toEqual([3, 6]);
    for (let i = 0; i < 18; i++) expect([...data.slice(i * 3, i * 3 + 3)]).toEqual(i < 9 ? [1, 2, 3] : [4, 5, 6]);
  });
});
