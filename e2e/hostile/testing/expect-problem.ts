import { expect } from "vitest";
import { type ErrorCode, errorCatalogue, Problem, parseAs } from "../../../packages/contracts/src/index.js";
import type { Answer } from "./hostile-server.js";

/** A problem of the catalogue that blames the caller, in one line that says why. */
export function expectProblem({ status, type, text }: Answer, code: ErrorCode, says: RegExp): void {
  expect(text).toMatch(says);
  expect({ status, type: type.split(";")[0] }).toEqual({
    status: errorCatalogue[code].status,
    type: "application/problem+json",
  });
  const problem = parseAs(Problem, JSON.parse(text), "JOB_FAILED", "problem");
  expect(problem).toMatchObject({ code, status });
  const { detail } = problem;
  expect(detail).not.toContain("\n");
  expect(detail.length).toBeLessThanOrEqual(2000);
  expectDiscreet(detail);
}

/** Neither a stack nor a path of this machine, but those that the caller has sent. */
export function expectDiscreet(text: string): void {
  expect(text).not.toMatch(/\bat [^ ]+ \(|:\d+:\d+|node:internal|node_modules/);
  expect(text).not.toMatch(/(^|[\s"'(])\/(home|root|tmp|work|usr|var|onnxruntime_src)\//);
}
