import { NetworkBuilder, tensor } from "@gipfel/network";
import { describe, expect } from "vitest";
import { random } from "./arrays.js";
import type { ConformanceContext } from "./conformance-context.js";

/** y = 2·x + bias for images in batches of any size. */
function smallNetwork() {
  const builder = new NetworkBuilder();
  const x = builder.input("x", ["N", 3]);
  const bias = builder.input("bias", [3]);
  return builder.build([builder.add(builder.multiply(x, builder.scalar(2)), bias)]);
}

/** The port itself: feeds, outputs, errors, resources. */
export function describePort({ createEngine, engine, test }: ConformanceContext): void {
  describe("the port", () => {
    const bias = tensor([3], [1, 2, 3]);

    test("runs any batch, one after the other and at the same time", [], async () => {
      const network = smallNetwork();
      const compiled = await engine().compile(network);
      const runs = await Promise.all(
        [1, 4, 2].map(async (batch) => {
          const x = random([batch, 3], batch);
          const y = (await compiled.run({ x, bias }))[network.outputs[0]!]!;
          return { x, y };
        }),
      );
      for (const { x, y } of runs) {
        expect(y.shape).toEqual(x.shape);
        y.data.forEach((value, i) => {
          expect(value).toBeCloseTo(2 * x.data[i]! + (i % 3) + 1, 5);
        });
      }
      await compiled.dispose();
    });

    test("leaves the feeds as they were", [], async () => {
      const compiled = await engine().compile(smallNetwork());
      const x = random([2, 3], 1);
      const before = x.data.slice();
      await compiled.run({ x, bias });
      expect(x.data).toEqual(before);
      await compiled.dispose();
    });

    test("passes inputs through as outputs", [], async () => {
      const builder = new NetworkBuilder();
      const x = builder.input("x", ["N", 3]);
      const doubled = builder.add(x, x);
      const compiled = await engine().compile(builder.build([x, doubled]));
      const fed = random([2, 3], 5);
      const made = await compiled.run({ x: fed });
      expect(made.x!.data).toEqual(fed.data);
      expect(made[doubled.name]!.data).toEqual(fed.data.map((value) => 2 * value));
      await compiled.dispose();
    });

    test("computes what constants alone make, in every run and for every batch", [], async () => {
      const builder = new NetworkBuilder();
      const x = builder.input("x", ["N", 3]);
      const three = builder.add(builder.constant(bias), builder.scalarFunction({ name: "negate" }, builder.scalar(-3)));
      const shifted = builder.add(x, three);
      const compiled = await engine().compile(builder.build([three, shifted]));
      for (const batch of [1, 2, 1]) {
        const fed = random([batch, 3], batch);
        const made = await compiled.run({ x: fed });
        expect([...made[three.name]!.data]).toEqual([4, 5, 6]);
        made[shifted.name]!.data.forEach((value, i) => {
          expect(value).toBeCloseTo(fed.data[i]! + 4 + (i % 3), 5);
        });
      }
      await compiled.dispose();
    });

    test("gives one tensor under two names and shapes", [], async () => {
      const builder = new NetworkBuilder();
      const x = builder.input("x", ["N", 2, 3]);
      const doubled = builder.add(x, x);
      const flat = builder.reshape(doubled, ["N", 6]);
      const compiled = await engine().compile(builder.build([doubled, flat]));
      const fed = random([2, 2, 3], 6);
      const made = await compiled.run({ x: fed });
      const expected = fed.data.map((value) => 2 * value);
      expect(made[doubled.name]).toEqual({ shape: [2, 2, 3], data: expected });
      expect(made[flat.name]).toEqual({ shape: [2, 6], data: expected });
      await compiled.dispose();
    });

    for (const [what, feeds, message] of [
      ["a wrong channel count", { x: random([2, 4], 1), bias }, /input x takes \[N, 3\], got \[2, 4\]/],
      ["a wrong rank", { x: random([2, 3, 1], 1), bias }, /input x takes \[N, 3\], got \[2, 3, 1\]/],
      ["too few values", { x: { shape: [2, 3], data: new Float32Array(5) }, bias }, /takes 6 values, got 5/],
      ["a missing input", { x: random([2, 3], 1) }, /input bias \[3\] is not fed/],
      ["an unknown input", { x: random([2, 3], 1), bias, z: bias }, /no input z; its inputs are x, bias/],
    ] as const) {
      test(`refuses ${what}`, [], async () => {
        const compiled = await engine().compile(smallNetwork());
        await expect(compiled.run(feeds)).rejects.toMatchObject({ code: "SHAPE_MISMATCH", message });
        await compiled.dispose();
      });
    }

    test("refuses one symbol with two sizes", [], async () => {
      const builder = new NetworkBuilder();
      const compiled = await engine().compile(
        builder.build([builder.add(builder.input("a", ["N", 3]), builder.input("b", ["N", 3]))]),
      );
      const feeds = { a: random([2, 3], 1), b: random([1, 3], 1) };
      await expect(compiled.run(feeds)).rejects.toMatchObject({
        code: "SHAPE_MISMATCH",
        message: /input b takes \[N, 3\]/,
      });
      await compiled.dispose();
    });

    test("a network that was disposed of runs no more; to dispose of it again does no harm", [], async () => {
      const compiled = await engine().compile(smallNetwork());
      await compiled.dispose();
      await compiled.dispose();
      await expect(compiled.run({ x: random([1, 3], 1), bias })).rejects.toMatchObject({ code: "ENGINE_FAILED" });
    });

    test("networks are independent of each other", [], async () => {
      const [first, second] = [await engine().compile(smallNetwork()), await engine().compile(smallNetwork())];
      await first.dispose();
      const made = await second.run({ x: random([1, 3], 1), bias });
      expect(Object.keys(made)).toHaveLength(1);
      await second.dispose();
    });

    test("an engine that has ended compiles and runs no more", [], async () => {
      const ending = createEngine();
      const compiled = await ending.compile(smallNetwork());
      await ending.dispose();
      await expect(compiled.run({ x: random([1, 3], 1), bias })).rejects.toMatchObject({ code: "ENGINE_FAILED" });
      await expect(ending.compile(smallNetwork())).rejects.toMatchObject({ code: "ENGINE_FAILED" });
    });
  });
}
