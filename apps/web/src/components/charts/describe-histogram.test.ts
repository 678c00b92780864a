import { expect, it } from "vitest";
import { describeHistogram } from "./describe-histogram.js";

it("counts the upper half of the bins", () => {
  const counts = [...new Array<number>(9).fill(0), 3, 2, ...new Array<number>(8).fill(0), 995];
  expect(describeHistogram(counts, "owl")).toMatch(/^Probability of owl .* 997 of 1,000 images$/);
});
