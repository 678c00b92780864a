import { type ErrorCode, errorCatalogue, GipfelError } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import { blameOf, failureOf } from "./job-failure.js";
import { ProcessLost } from "./process-lost.js";

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

  it("are laid to the input where the catalogue blames the caller or content is damaged, and only there", () => {
    for (const code of Object.keys(errorCatalogue) as ErrorCode[]) {
      const isInput = blameOf(new GipfelError(code, "message")) === "input";
      const isUnrecoverable = String(errorCatalogue[code].status).startsWith("4") || code === "STORE_CORRUPT";
      expect([code, isInput]).toEqual([code, isUnrecoverable]);
    }
    expect(blameOf(new Error("out of memory"))).toBe("job");
  });

  it("are laid neither to the job nor to its input where its process died or something was away", () => {
    expect(blameOf(new ProcessLost("OUT_OF_MEMORY", "killed"))).toBe("process");
    expect(blameOf(new GipfelError("STORE_UNAVAILABLE", "away"))).toBe("surroundings");
    expect(blameOf(new GipfelError("QUEUE_UNAVAILABLE", "away"))).toBe("surroundings");
    expect(blameOf(new GipfelError("OUT_OF_MEMORY", "the heap is full"))).toBe("job");
  });
});
