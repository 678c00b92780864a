import { OnnxruntimeEngine } from "@gipfel/engine";
import { BATCH, filled, fixedDimension, type Network, NetworkBuilder, type Pads, type Value } from "@gipfel/network";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { patchBox, receptiveFields } from "./receptive-fields.js";

const size = 31;
let engine: OnnxruntimeEngine;
beforeAll(() => {
  engine = new OnnxruntimeEngine({ device: "cpu", threads: 1 });
});
afterAll(() => engine.dispose());

interface Step {
  readonly kernel: number;
  readonly stride?: number;
  readonly dilation?: number;
  readonly pads?: Pads;
}

/** Convolutions with kernels of ones, one after the other, so that what a position sees can be measured. */
function convolutions(steps: readonly Step[]): { network: Network; end: Value } {
  const builder = new NetworkBuilder();
  const end = steps.reduce<Value>(
    (x, { kernel, stride = 1, dilation = 1, pads = [0, 0, 0, 0] }) =>
      builder.apply(
        { type: "convolution", strides: [stride, stride], dilations: [dilation, dilation], pads, groups: 1 },
        [x, builder.constant(filled([1, 1, kernel, kernel], 1))],
      ),
    builder.input("image", [BATCH, 1, size, size]),
  );
  return { network: builder.build([end]), end };
}

/** First and last row of the image, and of its columns, on which one position depends: one lit pixel at a time. */
async function seenFrom(network: Network, end: Value, row: number, column: number): Promise<number[]> {
  const data = new Float32Array(size ** 4);
  for (let pixel = 0; pixel < size ** 2; pixel += 1) data[pixel * size ** 2 + pixel] = 1;
  const compiled = await engine.compile(network);
  const result = (await compiled.run({ image: { shape: [size ** 2, 1, size, size], data } }))[end.name]!;
  const [height, width] = [fixedDimension(end.shape, 2), fixedDimension(end.shape, 3)];
  const seen = Array.from({ length: size ** 2 }, (_, pixel) => pixel).filter(
    (pixel) => result.data[(pixel * height + row) * width + column]! > 0,
  );
  const [rows, columns] = [seen.map((pixel) => Math.floor(pixel / size)), seen.map((pixel) => pixel % size)];
  return [Math.min(...rows), Math.max(...rows), Math.min(...columns), Math.max(...columns)];
}

describe("receptive fields", () => {
  it.each<[string, readonly Step[]]>([
    ["one convolution", [{ kernel: 3, pads: [1, 1, 1, 1] }]],
    [
      "two with strides",
      [
        { kernel: 3, stride: 2 },
        { kernel: 3, stride: 2, pads: [1, 1, 1, 1] },
      ],
    ],
    [
      "dilation",
      [
        { kernel: 3, dilation: 2, pads: [2, 2, 2, 2] },
        { kernel: 2, stride: 2 },
      ],
    ],
    [
      "uneven padding",
      [
        { kernel: 4, stride: 2, pads: [1, 2, 2, 1] },
        { kernel: 3, pads: [0, 1, 2, 1] },
      ],
    ],
  ])("are the pixels that a position depends on: %s", async (_, steps) => {
    const { network, end } = convolutions(steps);
    const field = receptiveFields(network).get(end.name)!;
    const [row, column] = [2, 3].map((from, axis) => Math.floor(fixedDimension(end.shape, from) / 2) - axis) as [
      number,
      number,
    ];
    const along = (axis: 0 | 1, position: number) => {
      const middle = field.centre[axis] + position * field.stride[axis];
      return [middle - field.size[axis] / 2, middle + field.size[axis] / 2 - 1];
    };
    expect(await seenFrom(network, end, row, column)).toEqual([...along(0, row), ...along(1, column)]);
  });
});

describe("patchBox", () => {
  it("lies inside the image wherever the position is", () => {
    const field = { size: [13, 13], stride: [4, 4], centre: [0.5, 0.5] } as const;
    for (let row = 0; row < 16; row += 1) {
      for (let column = 0; column < 16; column += 1) {
        const [x, y, width, height] = patchBox(field, [row, column], [64, 60]);
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
        expect(x + width).toBeLessThanOrEqual(60);
        expect(y + height).toBeLessThanOrEqual(64);
      }
    }
  });

  it("is the whole image for what has no positions", () => {
    expect(patchBox(undefined, [0, 0], [48, 64])).toEqual([0, 0, 64, 48]);
  });
});
