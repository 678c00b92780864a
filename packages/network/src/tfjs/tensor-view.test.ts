import { describe, expect, it } from "vitest";
import { NetworkBuilder } from "../builder.js";
import type { Shape } from "../shape.js";
import {
  arrange,
  asImage,
  asPlain,
  expandView,
  reshapeView,
  shapeOf,
  type TensorView,
  transposeView,
  viewOfImage,
} from "./tensor-view.js";

/** An image as TensorFlow sees it, `[N, 2, 3, 4]`, kept with channels first. */
function image(shape: Shape = ["N", 4, 2, 3]): { builder: NetworkBuilder; view: TensorView } {
  const builder = new NetworkBuilder();
  return { builder, view: viewOfImage(builder.input("x", shape), "channelsLast") };
}

/** The operations that a value is made of. */
function operationsOf(builder: NetworkBuilder, view: TensorView): string[] {
  return [...builder.build([view.value]).nodes.values()].map(({ operation }) => operation.type).slice(1);
}

describe("views", () => {
  it("show TensorFlow's shape over the network's", () => {
    const { view } = image();
    expect(shapeOf(view)).toEqual(["N", 2, 3, 4]);
    expect(view.value.shape).toEqual(["N", 4, 2, 3]);
  });

  it("are transposed and expanded without an operation, there and back", () => {
    const { builder, view } = image();
    const turned = transposeView(expandView(view, 1), [0, 4, 1, 3, 2]);
    expect(shapeOf(turned)).toEqual(["N", 4, 1, 3, 2]);
    expect(turned.value).toBe(view.value);
    const back = transposeView(view, [0, 3, 2, 1]);
    expect(asImage(builder, transposeView(back, [0, 3, 2, 1]), "channelsLast")).toBe(view.value);
    expect(asImage(builder, transposeView(view, [0, 3, 1, 2]), "channelsFirst")).toBe(view.value);
  });

  it("become transpositions where elements move, reshapes where only axes of size 1 do", () => {
    const { builder, view } = image();
    expect(asPlain(builder, view).shape).toEqual(["N", 2, 3, 4]);
    expect(operationsOf(builder, { value: asPlain(builder, view), axes: [] })).toEqual(["transpose"]);
    const narrow = image(["N", 4, 1, 1]);
    expect(operationsOf(narrow.builder, { value: asPlain(narrow.builder, narrow.view), axes: [] })).toEqual([
      "reshape",
    ]);
  });

  it("keep the images in front", () => {
    const { builder, view } = image();
    expect(() => arrange(builder, transposeView(view, [1, 0, 2, 3]), [0, 1, 2, 3])).toThrow("moves the batch axis");
    expect(() => asPlain(builder, expandView(view, 0))).toThrow("moves the batch axis");
    expect(() => asImage(builder, expandView(view, 1), "channelsLast")).toThrow("two spatial axes");
  });
});

describe("reshapes", () => {
  it("of axes of size 1 are views alone", () => {
    const { builder, view } = image(["N", 4, 1, 1]);
    const flat = reshapeView(builder, view, ["N", 4]);
    expect(shapeOf(flat)).toEqual(["N", 4]);
    expect(operationsOf(builder, flat)).toEqual(["reshape"]);
    const back = reshapeView(builder, flat, ["N", 1, 1, 4]);
    expect(back.value).toBe(flat.value);
    expect(asImage(builder, back, "channelsLast").shape).toEqual(["N", 4, 1, 1]);
  });

  it("follow TensorFlow's order, and remember what was flattened", () => {
    const { builder, view } = image();
    const flat = reshapeView(builder, view, ["N", 24]);
    expect(operationsOf(builder, flat)).toEqual(["transpose", "reshape"]);
    expect(flat.flattenedFrom).toBe(view);
    expect(reshapeView(builder, transposeView(view, [0, 3, 1, 2]), ["N", 24]).flattenedFrom).toBeUndefined();
  });

  it("to the same shape are nothing", () => {
    const { builder, view } = image();
    expect(reshapeView(builder, view, ["N", 2, 3, 4])).toBe(view);
  });

  it("never mix images or change the number of elements", () => {
    const { builder, view } = image();
    for (const target of [["N", 25], [24], [2, "N", 12], ["N", "N", 24]]) {
      expect(() => reshapeView(builder, view, target)).toThrow(/\[N, 2, 3, 4\] cannot be reshaped to/);
    }
  });
});
