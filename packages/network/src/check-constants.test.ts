import { describe, expect, it } from "vitest";
import { NetworkBuilder } from "./builder.js";
import { checkConstants } from "./check-constants.js";
import { tensor } from "./tensor.js";

/** A network that adds these values, under the given name, to its images. */
function adding(name: string | undefined, ...values: number[]) {
  const builder = new NetworkBuilder();
  const x = builder.input("x", ["N", values.length]);
  const constant = builder.constant(tensor([values.length], values), name);
  return builder.build([builder.add(x, constant)]);
}

describe("checkConstants", () => {
  it("takes finite weights, and a bound that there is none", () => {
    checkConstants(adding("w", 1, -2, 3e38), "model.onnx");
    checkConstants(adding("w", Number.NEGATIVE_INFINITY), "model.onnx");
  });

  it.each([
    [[1, Number.NaN], "w", "model.onnx: the weights w have NaN at value 1; every weight must be a finite float32"],
    [[Number.NaN], "w", "NaN at value 0"],
    [[1, 1, 1e39], "w", "the weights w have Infinity at value 2"],
    [[Number.NEGATIVE_INFINITY, 1], undefined, "weights computed from those of the file have -Infinity at value 0"],
  ])("refuses %j", (values, name, message) => {
    expect(() => checkConstants(adding(name, ...values), "model.onnx")).toThrow(
      expect.objectContaining({ code: "MODEL_UNREADABLE", message: expect.stringContaining(message) }),
    );
  });
});
