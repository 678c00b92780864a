import { describe, expect, it } from "vitest";
import { problemOfSizes } from "./image-input.js";

describe("problemOfSizes", () => {
  it.each([[[0, 3, 224, 224]], [[1, 3, 0, 0]], [[64, 4096, 4096, 3]]])("finds nothing wrong with %j", (sizes) => {
    expect(problemOfSizes(sizes)).toBeUndefined();
  });

  it.each([
    [[], "image input"],
    [[1, 3, -8, 8], "from 1 to 65536"],
    [[1, 3, 65537, 8], "from 1 to 65536"],
    [[1e12, 3, 8, 8], "from 1 to 65536"],
    [[1, 3, 65536, 65536], "at most 268435456 values"],
  ])("finds something wrong with %j", (sizes, problem) => {
    expect(problemOfSizes(sizes)).toContain(problem);
  });
});
