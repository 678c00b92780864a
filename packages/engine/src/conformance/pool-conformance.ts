import type { Pads, Pair, Window } from "@gipfel/network";
import { windowOutput } from "@gipfel/network";
import { describe, expect } from "vitest";
import type { RunTensor } from "../engine.js";
import { at, innerProduct, random, tabulate, withTies } from "./arrays.js";
import type { ConformanceContext } from "./conformance-context.js";
import { evaluate, expectClose } from "./evaluate.js";

const windows: Readonly<Record<string, { size: Pair; window: Window }>> = {
  "side by side": { size: [4, 6], window: windowOf([2, 2], [2, 2]) },
  overlapping: { size: [7, 5], window: windowOf([3, 3], [2, 2]) },
  "stride 1": { size: [5, 4], window: windowOf([3, 2], [1, 1]) },
  padding: { size: [6, 5], window: windowOf([3, 3], [2, 2], [1, 1, 1, 1]) },
  "unequal padding, as ceil mode has it": { size: [6, 5], window: windowOf([3, 3], [2, 2], [0, 1, 1, 2]) },
  dilations: { size: [7, 8], window: windowOf([2, 3], [2, 1], [1, 1, 0, 1], [2, 2]) },
  "the whole image": { size: [4, 3], window: windowOf([4, 3], [1, 1]) },
  "stride beyond the kernel": { size: [7, 7], window: windowOf([2, 1], [3, 2]) },
};

function windowOf(kernel: Pair, strides: Pair, pads: Pads = [0, 0, 0, 0], dilations: Pair = [1, 1]): Window {
  return { kernel, strides, pads, dilations };
}

/** Positions inside the image that the window at `[row, column]` sees, in reading order. */
function positions({ kernel, strides, pads, dilations }: Window, [height, width]: Pair, row: number, column: number) {
  const found: Pair[] = [];
  for (let a = 0; a < kernel[0]; a += 1) {
    for (let b = 0; b < kernel[1]; b += 1) {
      const p = row * strides[0] - pads[0] + a * dilations[0];
      const q = column * strides[1] - pads[1] + b * dilations[1];
      if (p >= 0 && p < height && q >= 0 && q < width) found.push([p, q]);
    }
  }
  return found;
}

/** `v` where `x` has the first maximum of each window, from the definition. */
function routed(window: Window, size: Pair, x: RunTensor, v: RunTensor): RunTensor {
  const output = windowOutput(size, window.kernel, window);
  return tabulate([x.shape[0]!, x.shape[1]!, ...output], ([n, c, row, column]) => {
    const seen = positions(window, size, row!, column!);
    const largest = Math.max(...seen.map(([p, q]) => at(x, [n!, c!, p, q])));
    const first = seen.find(([p, q]) => at(x, [n!, c!, p, q]) === largest)!;
    return at(v, [n!, c!, ...first]);
  });
}

export function describePools({ engine, test }: ConformanceContext): void {
  for (const [title, { size, window }] of Object.entries(windows)) {
    for (const [kind, make] of [
      ["", random],
      [" with ties", withTies],
    ] as const) {
      const shape = [3, 2, ...size];
      const [x, v] = [make(shape, 1), random(shape, 2)];
      const declared = ["N", ...shape.slice(1)];
      describe(`max pool, ${title}${kind}`, () => {
        test("takes maxima and routes by the first of them", ["maxPool", "maxPoolRoute"], async () => {
          const inputs = { x: { ...x, declared }, v: { ...v, declared } };
          const [pooled, route] = await evaluate(engine(), inputs, (builder, a, b) => [
            builder.apply({ type: "maxPool", ...window }, [a!]),
            builder.apply({ type: "maxPoolRoute", ...window }, [a!, b!]),
          ]);
          expectClose(pooled!, routed(window, size, x, x), 0);
          expectClose(route!, routed(window, size, x, v), 0);
        });

        test("unroute is the adjoint of route", ["maxPoolRoute", "maxPoolUnroute"], async () => {
          const route = routed(window, size, x, v);
          const g = random(route.shape, 3);
          const inputs = {
            x: { ...x, declared },
            g: { ...g, declared: ["N", ...g.shape.slice(1)] },
          };
          const [back] = await evaluate(engine(), inputs, (builder, a, b) => [
            builder.apply({ type: "maxPoolUnroute", ...window }, [a!, b!]),
          ]);
          expect(back!.shape).toEqual(shape);
          expect(innerProduct(back!, v)).toBeCloseTo(innerProduct(g, route), 4);
          const touched = back!.data.filter((value) => value !== 0).length;
          expect(touched).toBeGreaterThan(0);
          expect(touched).toBeLessThanOrEqual(g.data.length);
        });
      });
    }

    if (window.dilations.some((dilation) => dilation !== 1)) continue;
    test(`average pool, ${title}, counts what its window sees`, ["averagePool"], async () => {
      const x = random([2, 3, ...size], 4);
      const [inside, whole] = await evaluate(engine(), { x: { ...x, declared: ["N", 3, ...size] } }, (builder, a) => [
        builder.apply({ type: "averagePool", ...window, countPadding: false }, [a!]),
        builder.apply({ type: "averagePool", ...window, countPadding: true }, [a!]),
      ]);
      const expected = (countPadding: boolean) =>
        tabulate([2, 3, ...windowOutput(size, window.kernel, window)], ([n, c, row, column]) => {
          const seen = positions(window, size, row!, column!);
          const sum = seen.reduce((total, [p, q]) => total + at(x, [n!, c!, p, q]), 0);
          return sum / (countPadding ? window.kernel[0] * window.kernel[1] : seen.length);
        });
      expectClose(inside!, expected(false), 1e-6);
      expectClose(whole!, expected(true), 1e-6);
    });
  }

  test("zeros of a pad before a max pool stay zeros, and win over negative numbers", ["pad", "maxPool"], async () => {
    const x = tabulate([2, 1, 3, 3], () => -1);
    const [pooled, routedBack] = await evaluate(engine(), { x }, (builder, a) => {
      const padded = builder.pad(a!, [0, 0, 1, 1], [0, 0, 0, 0]);
      const window = windowOf([2, 2], [2, 2]);
      const maximum = builder.apply({ type: "maxPool", ...window }, [padded]);
      return [maximum, builder.apply({ type: "maxPoolRoute", ...window }, [padded, padded])];
    });
    const expected = tabulate([2, 1, 2, 2], ([, , row, column]) => (row === 1 && column === 1 ? -1 : 0));
    expectClose(pooled!, expected, 0);
    expectClose(routedBack!, expected, 0);
  });
}
