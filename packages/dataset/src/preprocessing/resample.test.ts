import { describe, expect, it } from "vitest";
import type { Interpolation } from "./preprocessing.js";
import { resample } from "./resample.js";

/** Two rows of three pixels. */
const small = Uint8Array.of(10, 200, 0, 250, 0, 90, 30, 30, 30, 0, 255, 128, 77, 8, 199, 5, 60, 240);

/** Nine columns, seven rows: `(37x + 61y + 101c + 7xy) mod 256`. */
const large = Uint8Array.from({ length: 7 * 9 * 3 }, (_, i) => {
  const c = i % 3;
  const x = Math.floor(i / 3) % 9;
  const y = Math.floor(i / 27);
  return (x * 37 + y * 61 + c * 101 + x * y * 7) % 256;
});

const whole = (width: number, height: number) => ({
  resized: { width, height },
  window: { left: 0, top: 0, width, height },
});

/** What Pillow 9.4 gives: `small` at 5×3 pixels, `large` at 4×3. */
const enlarged: Record<Interpolation, number[]> = {
  nearest: [
    10, 200, 0, 10, 200, 0, 250, 0, 90, 30, 30, 30, 30, 30, 30, 0, 255, 128, 0, 255, 128, 77, 8, 199, 5, 60, 240, 5, 60,
    240, 0, 255, 128, 0, 255, 128, 77, 8, 199, 5, 60, 240, 5, 60, 240,
  ],
  bilinear: [
    10, 200, 0, 106, 120, 36, 250, 0, 90, 118, 18, 54, 30, 30, 30, 5, 228, 64, 69, 138, 96, 164, 4, 145, 76, 29, 139,
    18, 45, 135, 0, 255, 128, 31, 156, 156, 77, 8, 199, 34, 39, 224, 5, 60, 240,
  ],
  bicubic: [
    0, 212, 0, 109, 127, 26, 255, 0, 83, 124, 10, 44, 14, 30, 11, 0, 235, 62, 67, 148, 93, 164, 4, 145, 76, 21, 142, 7,
    48, 134, 0, 255, 131, 25, 168, 159, 66, 9, 206, 28, 32, 240, 0, 66, 255,
  ],
  lanczos: [
    0, 219, 0, 121, 126, 22, 255, 0, 76, 138, 0, 37, 0, 36, 0, 0, 239, 61, 72, 150, 92, 164, 4, 145, 82, 9, 147, 0, 57,
    132, 0, 255, 137, 23, 173, 161, 56, 9, 213, 26, 20, 255, 0, 78, 255,
  ],
};
const reduced: Record<Exclude<Interpolation, "nearest">, number[]> = {
  bilinear: [
    88, 154, 107, 136, 147, 114, 129, 122, 129, 103, 110, 142, 157, 110, 156, 124, 119, 134, 131, 118, 115, 128, 134,
    124, 120, 140, 149, 108, 115, 128, 152, 148, 108, 146, 147, 139,
  ],
  bicubic: [
    80, 154, 105, 139, 153, 112, 133, 119, 129, 95, 109, 145, 164, 109, 158, 125, 117, 138, 128, 117, 109, 132, 132,
    125, 119, 143, 152, 106, 112, 127, 155, 148, 105, 147, 151, 140,
  ],
  lanczos: [
    79, 153, 101, 139, 155, 114, 135, 118, 128, 92, 107, 145, 167, 112, 159, 127, 115, 141, 125, 117, 104, 132, 132,
    127, 115, 143, 157, 107, 110, 123, 156, 148, 105, 147, 154, 141,
  ],
};

describe("resample", () => {
  it.each(Object.entries(enlarged))("enlarges as Pillow does: %s", (name, expected) => {
    const { data } = resample({ data: small, width: 3, height: 2 }, whole(5, 3), name as Interpolation);
    expectWithinOne(data as Uint8Array, expected);
  });

  it.each(Object.entries(reduced))("reduces as Pillow does: %s", (name, expected) => {
    const { data } = resample({ data: large, width: 9, height: 7 }, whole(4, 3), name as Interpolation);
    expectWithinOne(data as Uint8Array, expected);
  });

  it.each(["nearest", "bilinear", "bicubic", "lanczos"] as const)("computes a window of the whole: %s", (name) => {
    const source = { data: large, width: 9, height: 7 };
    const all = resample(source, whole(20, 13), name);
    const window = { left: 3, top: 5, width: 11, height: 6 };
    const part = resample(source, { resized: { width: 20, height: 13 }, window }, name);
    const rows = Array.from({ length: 6 }, (_, y) => [
      ...all.data.subarray(((5 + y) * 20 + 3) * 3, ((5 + y) * 20 + 14) * 3),
    ]);
    expect([...part.data]).toEqual(rows.flat());
  });

  it.each(["nearest", "bilinear", "bicubic", "lanczos"] as const)("keeps a constant and an equal size: %s", (name) => {
    const grey = resample({ data: new Uint8Array(9 * 7 * 3).fill(113), width: 9, height: 7 }, whole(23, 4), name);
    expect(new Set(grey.data)).toEqual(new Set([113]));
    expect(resample({ data: large, width: 9, height: 7 }, whole(9, 7), name).data).toEqual(large);
  });
});

/** Pillow's fixed-point weights round a value near one half either way. */
function expectWithinOne(data: Uint8Array, expected: number[]): void {
  expect(data.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(Math.abs(data[i] - value), `value ${i}`).toBeLessThanOrEqual(1);
}
