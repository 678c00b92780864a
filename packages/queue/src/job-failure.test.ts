import { type ErrorCode, errorCatalogue, GipfelError } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import { failureOf, isPermanent } from "./job-failure.js";

describe("failures", () => {
  it("keep the message of whatever was thrown, and the code of the catalogue", () => {
    expect(failureOf(new GipfelError("DATASET_EMPTY", "no images"))).toEqual({
      code: "DATASET_EMPTY",
      message: "no images",
    });
    expect(failureOf(new RangeError("Array buffer allocation failed"))).toEqual({
      message: "Array buffer allocation failed",
    });
    expect(failureOf("a string")).toEqual({ message: "a string" });
    expect(failureOf(new Error()).message).not.toBe("");
  });

  it("are permanent where the catalogue blames the caller, and only there", () => {
    const permanent = (code: ErrorCode) => isPermanent(new GipfelError(code, "message"));
    for (const code of Object.keys(errorCatalogue) as ErrorCode[])
      expect([code, permanent(code)]).toEqual([code, String(errorCatalogue[code].status).startsWith("4")]);
    expect(isPermanent(new Error("out of memory"))).toBe(false);
  });
});
