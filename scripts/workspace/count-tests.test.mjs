import { describe, expect, it } from "vitest";
import { countTests } from "./count-tests.mjs";

const file = (status, ...tests) => ({ status, assertionResults: tests.map((test) => ({ status: test })) });
const report = (...testResults) => {
  const count = (status) => testResults.flatMap((f) => f.assertionResults).filter((t) => t.status === status).length;
  return {
    numPassedTests: count("passed"),
    numFailedTests: count("failed"),
    numPendingTests: count("pending"),
    numTodoTests: count("todo"),
    testResults,
  };
};

describe("countTests", () => {
  it("adds tests that are skipped and to be written", () => {
    const counts = countTests(report(file("passed", "passed", "pending", "todo"), file("passed", "passed")));
    expect(counts).toEqual({ passed: 2, failed: 0, skipped: 2 });
  });

  it("counts a file that did not load as a failed test, and a failed test once", () => {
    const counts = countTests(report(file("failed"), file("failed", "failed", "passed")));
    expect(counts).toEqual({ passed: 1, failed: 2, skipped: 0 });
  });
});
