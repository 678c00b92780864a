import type { BinaryName, ComparisonName } from "@gipfel/network";
import { describe } from "vitest";
import type { RunTensor } from "../engine.js";
import { at, random, sizeOf, tabulate, unravel, withTies } from "./arrays.js";
import type { ConformanceContext } from "./conformance-context.js";
import { evaluate, expectClose } from "./evaluate.js";

const binaries: Readonly<Record<Exclude<BinaryName, "power">, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  minimum: Math.min,
  maximum: Math.max,
};
const comparisons: Readonly<Record<ComparisonName, (a: number, b: number) => boolean>> = {
  greater: (a, b) => a > b,
  less: (a, b) => a < b,
  equal: (a, b) => a === b,
};
const broadcasts: readonly (readonly [a: readonly number[], b: readonly number[], both: readonly number[]])[] = [
  [
    [2, 3, 4, 5],
    [2, 3, 4, 5],
    [2, 3, 4, 5],
  ],
  [
    [2, 3, 4, 5],
    [3, 1, 1],
    [2, 3, 4, 5],
  ],
  [
    [2, 1, 4, 1],
    [1, 3, 1, 5],
    [2, 3, 4, 5],
  ],
  [[2, 3], [], [2, 3]],
  [
    [1, 3],
    [2, 1],
    [2, 3],
  ],
];
const products: readonly (readonly [a: readonly number[], b: readonly number[]])[] = [
  [
    [3, 4],
    [4, 5],
  ],
  [
    [2, 3, 4],
    [2, 4, 5],
  ],
  [
    [2, 3, 4],
    [4, 5],
  ],
  [
    [2, 1, 3, 4],
    [5, 4, 6],
  ],
  [
    [7, 1, 4],
    [4, 3],
  ],
  [
    [3, 0],
    [0, 2],
  ],
];

export function describeArithmetic({ engine, test }: ConformanceContext): void {
  for (const [a, b, both] of broadcasts) {
    const title = `[${a}] and [${b}]`;
    test(`binary operations of ${title} broadcast`, ["binary"], async () => {
      const [x, y] = [random(a, 1), { shape: b, data: random(b, 2).data.map((value) => value + 2 * Math.sign(value)) }];
      const names = Object.keys(binaries) as (keyof typeof binaries)[];
      const made = await evaluate(engine(), { x, y }, (builder, p, q) =>
        names.map((name) => builder.binary(name, p!, q!)),
      );
      names.forEach((name, i) => {
        expectClose(
          made[i]!,
          tabulate(both, (index) => binaries[name](at(x, index), at(y, index))),
          1e-6,
        );
      });
    });

    test(`comparisons of ${title} choose between two tensors`, ["comparison", "where"], async () => {
      const [x, y] = [withTies(a, 3), withTies(b, 4)];
      const names = Object.keys(comparisons) as ComparisonName[];
      const made = await evaluate(engine(), { x, y }, (builder, p, q) =>
        names.map((name) => builder.where(builder.compare(name, p!, q!), builder.scalar(7), p!)),
      );
      names.forEach((name, i) => {
        const expected = tabulate(both, (index) => {
          const [left, right] = [at(x, index), at(y, index)];
          return comparisons[name](left, right) ? 7 : left;
        });
        expectClose(made[i]!, expected, 0);
      });
    });
  }

  for (const [a, b] of products) {
    test(`matrix products of [${a}] and [${b}] in all four transpositions`, ["matMul"], async () => {
      const [x, y] = [random(a, 5), random(b, 6)];
      const inputs = { x, y, xTurned: turned(x), yTurned: turned(y) };
      const made = await evaluate(engine(), inputs, (builder, p, q, pTurned, qTurned) => [
        builder.matMul(p!, q!),
        builder.matMul(pTurned!, q!, { a: true }),
        builder.matMul(p!, qTurned!, { b: true }),
        builder.matMul(pTurned!, qTurned!, { a: true, b: true }),
      ]);
      for (const product of made) expectClose(product, matrixProduct(x, y), 1e-6);
    });
  }

  test("long sums of products lose no digits", ["matMul"], async () => {
    const positive = (shape: readonly number[], seed: number) => ({
      shape,
      data: random(shape, seed).data.map(Math.abs),
    });
    const [x, y] = [positive([3, 60_000], 15), positive([2, 60_000], 16)];
    const [product, gram] = await evaluate(engine(), { x, y }, (builder, a, b) => [
      builder.matMul(a!, b!, { b: true }),
      builder.matMul(a!, a!, { b: true }),
    ]);
    expectClose(product!, matrixProduct(x, turned(y)), 2e-6);
    expectClose(gram!, matrixProduct(x, turned(x)), 2e-6);
  });

  test("one memory is a factor in two shapes", ["matMul"], async () => {
    const [x, y, z] = [random([3, 4], 12), random([4, 6], 13), random([2, 6], 14)];
    const made = await evaluate(engine(), { x, y, z }, (builder, a, b, c) => [
      builder.matMul(a!, b!),
      builder.matMul(c!, builder.reshape(b!, [6, 4])),
      builder.matMul(builder.reshape(a!, [1, 12]), builder.reshape(b!, [12, 2])),
    ]);
    expectClose(made[0]!, matrixProduct(x, y), 1e-6);
    expectClose(made[1]!, matrixProduct(z, { ...y, shape: [6, 4] }), 1e-6);
    expectClose(made[2]!, matrixProduct({ ...x, shape: [1, 12] }, { ...y, shape: [12, 2] }), 1e-6);
  });

  describe("reductions", () => {
    const x = random([2, 3, 4, 5], 7);
    for (const axes of [[0], [1], [3], [2, 3], [0, 2, 3], [0, 1, 2, 3]]) {
      test(`over axes ${axes}, kept and dropped`, ["reduce"], async () => {
        const names = ["sum", "mean", "max"] as const;
        const declared = ["N", 3, 4, 5];
        const made = await evaluate(engine(), { x: { ...x, declared } }, (builder, value) =>
          names.flatMap((name) => [builder.reduce(name, value!, axes, true), builder.reduce(name, value!, axes)]),
        );
        names.forEach((name, i) => {
          const expected = reduced(x, axes, name);
          expectClose(made[2 * i]!, expected, 1e-6);
          const shape = expected.shape.filter((_, axis) => !axes.includes(axis));
          expectClose(made[2 * i + 1]!, { ...expected, shape }, 1e-6);
        });
      });
    }
  });

  test("argMax is the first maximum along the last axis", ["argMax"], async () => {
    const x = withTies([4, 3, 6], 8);
    const [made] = await evaluate(engine(), { x: { ...x, declared: ["N", 3, 6] } }, (builder, value) => [
      builder.apply({ type: "argMax" }, [value!]),
    ]);
    const expected = tabulate([4, 3], (index) => {
      const row = Array.from({ length: 6 }, (_, k) => at(x, [...index, k]));
      return row.indexOf(Math.max(...row));
    });
    expectClose(made!, expected, 0);
  });

  test("softmax along any axis sums to one and keeps ratios of exponentials", ["softmax"], async () => {
    const x = random([2, 3, 4, 5], 9);
    const axes = [1, 2, 3];
    const made = await evaluate(engine(), { x }, (builder, value) =>
      axes.map((axis) => builder.apply({ type: "softmax", axis }, [value!])),
    );
    axes.forEach((axis, i) => {
      const exponential = { ...x, data: x.data.map(Math.exp) };
      const total = reduced(exponential, [axis], "sum");
      expectClose(
        made[i]!,
        tabulate(x.shape, (index) => at(exponential, index) / at(total, index)),
        1e-6,
      );
    });
  });

  test("prelu broadcasts its slope", ["prelu"], async () => {
    const [x, slope] = [random([2, 3, 4, 5], 10), random([3, 1, 1], 11)];
    const [made] = await evaluate(engine(), { x, slope }, (builder, a, b) => [
      builder.apply({ type: "prelu" }, [a!, b!]),
    ]);
    const expected = tabulate(x.shape, (index) => {
      const value = at(x, index);
      return value > 0 ? value : value * at(slope, index);
    });
    expectClose(made!, expected, 1e-6);
  });
}

/** The last two axes swapped. */
function turned(x: RunTensor): RunTensor {
  const [columns, rows] = [x.shape.at(-1)!, x.shape.at(-2)!];
  return tabulate([...x.shape.slice(0, -2), columns, rows], (index) =>
    at(x, [...index.slice(0, -2), index.at(-1)!, index.at(-2)!]),
  );
}

function matrixProduct(x: RunTensor, y: RunTensor): RunTensor {
  const rank = Math.max(x.shape.length, y.shape.length) - 2;
  const leading = Array.from({ length: rank }, (_, axis) =>
    Math.max(x.shape[axis - rank + x.shape.length - 2] ?? 1, y.shape[axis - rank + y.shape.length - 2] ?? 1),
  );
  return tabulate([...leading, x.shape.at(-2)!, y.shape.at(-1)!], (index) => {
    const [outer, row, column] = [index.slice(0, -2), index.at(-2)!, index.at(-1)!];
    let sum = 0;
    for (let k = 0; k < x.shape.at(-1)!; k += 1) sum += at(x, [...outer, row, k]) * at(y, [...outer, k, column]);
    return sum;
  });
}

function reduced(x: RunTensor, axes: readonly number[], name: "sum" | "mean" | "max"): RunTensor {
  const shape = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const groups = Array.from({ length: sizeOf(shape) }, () => [] as number[]);
  x.data.forEach((value, flat) => {
    const index = unravel(flat, x.shape).map((i, axis) => (axes.includes(axis) ? 0 : i));
    groups[index.reduce((sum, i, axis) => sum * shape[axis]! + i, 0)]!.push(value);
  });
  const data = groups.map((group) => {
    const sum = group.reduce((total, value) => total + value, 0);
    return name === "max" ? Math.max(...group) : name === "sum" ? sum : sum / group.length;
  });
  return { shape, data: Float32Array.from(data) };
}
