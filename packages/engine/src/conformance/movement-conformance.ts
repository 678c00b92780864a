import { describe, expect } from "vitest";
import { at, random, tabulate } from "./arrays.js";
import type { ConformanceContext } from "./conformance-context.js";
import { evaluate, expectClose } from "./evaluate.js";

const shape = [2, 3, 4, 5];
const x = { ...random(shape, 20), declared: ["N", 3, 4, 5] };

export function describeMovements({ engine, test }: ConformanceContext): void {
  describe("slices and pads", () => {
    for (const axis of [1, 2, 3]) {
      test(`slice along axis ${axis}`, ["slice"], async () => {
        const bounds = [
          { start: 1, end: 3, step: 1 },
          { start: 0, end: shape[axis]!, step: 2 },
          { start: 1, end: shape[axis]!, step: 3 },
        ];
        const made = await evaluate(engine(), { x }, (builder, value) =>
          bounds.map(({ start, end, step }) => builder.slice(value!, axis, start, end, step)),
        );
        bounds.forEach(({ start, end, step }, i) => {
          const sliced = shape.map((size, j) => (j === axis ? Math.ceil((end - start) / step) : size));
          const from = (index: readonly number[]) => index.map((n, j) => (j === axis ? start + n * step : n));
          expectClose(
            made[i]!,
            tabulate(sliced, (index) => at(x, from(index))),
            0,
          );
        });
      });
    }

    test("a slice of nothing joins as nothing", ["slice", "concat"], async () => {
      const [made] = await evaluate(engine(), { x }, (builder, value) => [
        builder.concat([builder.slice(value!, 1, 2, 2), value!], 1),
      ]);
      expectClose(made!, x, 0);
    });

    for (const value of [0, -1.5]) {
      test(`pad on every axis with ${value}`, ["pad"], async () => {
        const [before, after] = [
          [0, 1, 0, 2],
          [0, 2, 1, 0],
        ];
        const [made] = await evaluate(engine(), { x }, (builder, image) => [builder.pad(image!, before, after, value)]);
        const expected = tabulate([2, 6, 5, 7], (index) => {
          const inner = index.map((n, axis) => n - before[axis]!);
          return inner.every((n, axis) => n >= 0 && n < shape[axis]!) ? at(x, inner) : value;
        });
        expectClose(made!, expected, 0);
      });
    }
  });

  test("concat along any axis but the batch", ["concat"], async () => {
    const y = { ...random(shape, 21), declared: x.declared };
    const axes = [1, 2, 3];
    const made = await evaluate(engine(), { x, y }, (builder, a, b) =>
      axes.map((axis) => builder.concat([a!, b!, a!], axis)),
    );
    axes.forEach((axis, i) => {
      const size = shape[axis]!;
      const joined = shape.map((n, j) => (j === axis ? 3 * n : n));
      const expected = tabulate(joined, (index) => {
        const part = Math.floor(index[axis]! / size);
        return at(
          part === 1 ? y : x,
          index.map((n, j) => (j === axis ? n % size : n)),
        );
      });
      expectClose(made[i]!, expected, 0);
    });
  });

  test("transpose moves the batch too", ["transpose"], async () => {
    const [made] = await evaluate(engine(), { x }, (builder, value) => [builder.transpose(value!, [1, 3, 0, 2])]);
    expect(made!.shape).toEqual([3, 5, 2, 4]);
    expectClose(
      made!,
      tabulate([3, 5, 2, 4], ([c, q, n, p]) => at(x, [n!, c!, p!, q!])),
      0,
    );
  });

  test("reshape keeps the order of the elements wherever the batch stands", ["reshape"], async () => {
    const made = await evaluate(engine(), { x }, (builder, value) => {
      const batchLast = builder.transpose(value!, [1, 2, 3, 0]);
      return [
        builder.reshape(value!, ["N", 60]),
        builder.reshape(value!, ["N", 1, 3, 20, 1]),
        builder.reshape(value!, [1, "N", 60]),
        builder.reshape(batchLast, [60, "N"]),
        builder.reshape(batchLast, [3, 20, 1, "N"]),
        builder.reshape(builder.reduce("sum", value!, [0, 1, 2, 3]), [1, 1]),
      ];
    });
    expect(made.map((output) => output.shape)).toEqual([
      [2, 60],
      [2, 1, 3, 20, 1],
      [1, 2, 60],
      [60, 2],
      [3, 20, 1, 2],
      [1, 1],
    ]);
    for (const output of made.slice(0, 3)) expect(output.data).toEqual(x.data);
    const batchLast = tabulate([3, 4, 5, 2], ([c, p, q, n]) => at(x, [n!, c!, p!, q!]));
    for (const output of made.slice(3, 5)) expect(output.data).toEqual(batchLast.data);
  });
}
