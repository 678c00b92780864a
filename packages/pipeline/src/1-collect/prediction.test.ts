import { describe, expect, it } from "vitest";
import { predictionOf, probabilityKind } from "./prediction.js";

const logits = Float32Array.of(1.5, -2, 4.25, 0);

describe("predictionOf", () => {
  it("gives probabilities that add up to one, whatever is added to all logits", () => {
    const of = (shift: number) =>
      [0, 1, 2, 3].map(
        (own) =>
          predictionOf(
            logits.map((logit) => logit + shift),
            own,
            "softmax",
          ).probability ?? 0,
      );
    expect(of(0).reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 5);
    for (const shift of [-64, 512]) {
      for (const [own, value] of of(shift).entries()) expect(value).toBeCloseTo(of(0)[own]!, 4);
    }
  });

  it("names the output of the largest logit, the first of equal ones", () => {
    expect(predictionOf(logits, 0, "softmax")).toMatchObject({ predicted: 2 });
    expect(predictionOf(Float32Array.of(1, 3, 3), 2, "softmax")).toMatchObject({ predicted: 1 });
    const { probability, predictedProbability } = predictionOf(logits, 2, "softmax");
    expect(probability).toBe(predictedProbability);
  });

  it("takes each output by itself after a sigmoid", () => {
    const { probability, predictedProbability } = predictionOf(logits, 3, "sigmoid");
    expect([probability, predictedProbability]).toEqual([0.5, Number((1 / (1 + Math.exp(-4.25))).toPrecision(6))]);
  });

  it("calls nothing a probability that is none", () => {
    expect(predictionOf(Float32Array.of(7), 0, "none")).toEqual({
      probability: null,
      predicted: 0,
      predictedProbability: null,
    });
    expect(predictionOf(Float32Array.of(Number.NaN, 1), 0, "softmax").probability).toBeNull();
  });
});

describe("probabilityKind", () => {
  it.each([
    [{ outputs: 10, stripped: null }, "softmax"],
    [{ outputs: 10, stripped: "softmax" }, "softmax"],
    [{ outputs: 10, stripped: "sigmoid" }, "sigmoid"],
    [{ outputs: 1, stripped: "sigmoid" }, "sigmoid"],
    [{ outputs: 1, stripped: null }, "none"],
  ] as const)("of %j is %s", (model, kind) => {
    expect(probabilityKind(model)).toBe(kind);
  });
});
