import { describe, expect, it } from "vitest";
import { Canvas } from "./canvas.js";

const red = [255, 0, 0] as const;

/** One letter a pixel: white, red or other. */
function read({ width, height, data }: Canvas): string[] {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => {
      const pixel = data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3).join();
      return { "255,255,255": ".", "255,0,0": "r" }[pixel] ?? "o";
    }).join(""),
  );
}

describe("Canvas", () => {
  it("fills and frames", () => {
    const canvas = new Canvas(5, 4);
    canvas.frame(1, 1, { width: 2, height: 1 }, red);
    expect(read(canvas)).toEqual(["rrrr.", "r..r.", "rrrr.", "....."]);
    canvas.fill(1, 1, { width: 2, height: 1 }, red);
    expect(read(canvas)).toEqual(["rrrr.", "rrrr.", "rrrr.", "....."]);
  });

  it("cuts off what lies outside, on every side", () => {
    const picture = { width: 2, height: 2, data: Uint8Array.from({ length: 12 }, (_, i) => red[i % 3]) };
    const put = (left: number, top: number) => {
      const canvas = new Canvas(3, 2);
      canvas.put(left, top, picture);
      return read(canvas);
    };
    expect(put(-1, -1)).toEqual(["r..", "..."]);
    expect(put(2, 1)).toEqual(["...", "..r"]);
    expect(put(3, 0)).toEqual(["...", "..."]);
    expect(put(0, -2)).toEqual(["...", "..."]);
    expect(put(-9, 0)).toEqual(["...", "..."]);
  });

  it("paints in proportion to coverage", () => {
    const canvas = new Canvas(3, 1);
    canvas.paint(0, 0, { width: 3, height: 1, data: Uint8Array.of(0, 51, 255) }, [0, 0, 0]);
    expect([...canvas.data]).toEqual([255, 255, 255, 204, 204, 204, 0, 0, 0]);
  });
});
