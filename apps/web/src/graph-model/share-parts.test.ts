import { pruneToShare } from "@gipfel/graph";
import { describe, expect, it } from "vitest";
import { testDocument } from "../testing/test-document.js";
import { buildGraphModel } from "./graph-model.js";
import { columnWidth } from "./layout.js";
import { shareParts } from "./share-parts.js";

const document = testDocument({ input: 1, a: 2, out: 1 }, [
  ["input/0", "a/0", 1],
  ["input/0", "a/1", 3],
  ["a/0", "out/0", 1],
  ["a/1", "out/0", 2],
]);
document.nodes[2].restActivation = -1;
document.nodes[3].restActivation = 1;
const fed = { kind: "exact" as const, reason: "", steps: 0, completenessResidual: 0 };
document.segments = [
  { target: "a", sources: ["input"], ...fed },
  { target: "out", sources: ["a"], ...fed },
];
const model = buildGraphModel(document);

describe("shareParts", () => {
  it("tells the image from rests, and both from what is not shown", () => {
    const whole = shareParts(model, pruneToShare(model.index, 1));
    // Rest of the class 1/4, of a/1 1/2 · 1/4.
    expect(whole.rest).toBeCloseTo(3 / 8, 12);
    expect(whole.first).toBeCloseTo(5 / 8, 12);
    expect(whole.lost).toBeCloseTo(0, 12);
    const part = pruneToShare(model.index, 0.5);
    const { first, rest, lost } = shareParts(model, part);
    expect(first + rest).toBeCloseTo(part.share, 12);
    expect(first + rest + lost).toBeCloseTo(1, 12);
  });
});

describe("columnWidth", () => {
  const layout = { ranks: [], hidden: new Set(["h"]), collapsed: new Set(["c", "h"]) };
  it("is that of the widest layer which is not hidden", () => {
    expect(columnWidth(layout, ["h"])).toBe("none");
    expect(columnWidth(layout, ["h", "c"])).toBe("narrow");
    expect(columnWidth(layout, ["c", "other"])).toBe("full");
  });
});
