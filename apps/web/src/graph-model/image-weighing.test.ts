import { describe, expect, it } from "vitest";
import { testDocument } from "../testing/test-document.js";
import { testPath } from "../testing/test-path.js";
import { buildGraphModel } from "./graph-model.js";
import { byDifference, byImage, isPathOf } from "./image-weighing.js";

const document = testDocument({ input: 1, a: 2, out: 1 }, [
  ["input/0", "a/0", 1],
  ["input/0", "a/1", 1],
  ["a/0", "out/0", 3],
  ["a/1", "out/0", 1],
]);
const model = buildGraphModel(document);
/** The image has nothing of a/0, and much of a/1. */
const path = testPath(document, [
  ["input/0", "a/1", 5],
  ["a/1", "out/0", -4],
]);
const image = byImage(model, path);
const linkOf = (links: typeof model.links, key: string) => links.find((link) => link.key === key);

describe("byImage", () => {
  it("draws the image's own edges, and nothing where it has none", () => {
    expect(linkOf(image.links, "a/1>out/0")).toMatchObject({ sign: -1, part: 1, strength: 1, unsure: false });
    expect(linkOf(image.links, "a/0>out/0")).toMatchObject({ sign: 0, part: 0, share: 0 });
    expect(image.nodes.get("a/1")).toMatchObject({ meanActivation: 3, share: 0.25 });
    expect(image.logit).toBe(2);
  });

  it("leaves every node where it was, and the class as it is", () => {
    expect(image.ranks).toBe(model.ranks);
    expect(image.document).toBe(model.document);
    expect(linkOf(model.links, "a/0>out/0")).toMatchObject({ sign: 1, part: 0.75 });
  });

  it("equals the class where the image is its mean", () => {
    const mean = document.edges.map(({ source, target, contribution }) => [source, target, contribution] as const);
    const same = byImage(model, testPath(document, mean));
    expect(same.edgeShares).toEqual(model.edgeShares);
    expect(byDifference(model, same).links.every(({ sign, strength }) => sign === 0 && strength === 0)).toBe(true);
  });
});

describe("byDifference", () => {
  it("tells what the image has more or less, with the shares of the class", () => {
    const { links } = byDifference(model, image);
    // −4 − 1 = −5 is the most into the class; 0 − 3 = −3.
    expect(linkOf(links, "a/1>out/0")).toMatchObject({ sign: -1, strength: 1, edge: { contribution: -5 }, part: 0.25 });
    expect(linkOf(links, "a/0>out/0")).toMatchObject({ sign: -1, strength: 0.6, part: 0.75 });
    expect(linkOf(links, "input/0>a/1")).toMatchObject({ sign: 1, edge: { contribution: 4 } });
    const strengths = links.map(({ strength }) => strength);
    expect(strengths).toEqual(strengths.toSorted((a, b) => a - b));
  });
});

describe("isPathOf", () => {
  it("refuses a graph with other concepts", () => {
    expect(isPathOf(document, path)).toBe(true);
    const others = testDocument({ input: 1, a: 3, out: 1 }, []);
    expect(isPathOf(others, path)).toBe(false);
  });
});
