import { describe, expect, it } from "vitest";
import { mayBeZero } from "./may-be-zero.js";

describe("mayBeZero", () => {
  const edge = { source: "a/0", target: "b/0", gradient: 1, signAgreement: 1, images: 20, tQuantile: 2.26 };
  it("compares with the half-width of the confidence interval", () => {
    expect(mayBeZero({ ...edge, contribution: -2.2, standardError: 1 })).toBe(true);
    expect(mayBeZero({ ...edge, contribution: -2.3, standardError: 1 })).toBe(false);
  });
  it("says nothing where the error is not known", () => {
    expect(mayBeZero({ ...edge, contribution: 0, standardError: null, tQuantile: null })).toBe(false);
  });
});
