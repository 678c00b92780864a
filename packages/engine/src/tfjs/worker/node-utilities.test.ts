import { describe, expect, it } from "vitest";
import { restoreNodeUtilities } from "./node-utilities.js";

describe("restoreNodeUtilities", () => {
  it("brings back what Node 23 took away", () => {
    const util: Record<string, unknown> = {};
    restoreNodeUtilities(util);
    const { isNullOrUndefined, isArray } = util as Record<string, (value: unknown) => boolean>;
    expect([null, undefined, 0, "", false].map((value) => isNullOrUndefined!(value))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect([[], {}].map((value) => isArray!(value))).toEqual([true, false]);
  });

  it("leaves alone all else", () => {
    const inspect = () => "";
    const util: Record<string, unknown> = { inspect };
    restoreNodeUtilities(util);
    expect(Object.keys(util).sort()).toEqual(["inspect", "isArray", "isNullOrUndefined"]);
    expect(util.inspect).toBe(inspect);
  });
});
