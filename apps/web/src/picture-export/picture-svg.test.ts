import { describe, expect, it } from "vitest";
import { placeRanks } from "../canvas/positions.js";
import { themedPalette } from "../canvas/stylesheet.js";
import { buildGraphModel } from "../graph-model/graph-model.js";
import { buildScene } from "../graph-model/scene.js";
import { testDocument } from "../testing/test-document.js";
import { captionOf, legendOf } from "./describe-picture.js";
import { pictureSvg } from "./picture-svg.js";

const document = testDocument({ input: 1, a: 3, out: 1 }, [
  ["input/0", "a/0", 1],
  ["input/0", "a/1", 1],
  ["a/0", "out/0", 3],
  ["a/1", "out/0", -0.5],
  ["a/2", "out/0", 2],
]);
document.class.name = 'owl <"&">';
const model = buildGraphModel(document);
const layout = { ranks: model.ranks, hidden: new Set<string>(), collapsed: new Set<string>() };
const visible = {
  nodes: new Set(["input/0", "a/0", "a/1", "out/0"]),
  edges: new Set(["input/0>a/0", "a/0>out/0", "a/1>out/0"]),
  share: 0.7,
};
const svg = pictureSvg({
  picture: { model, layout, scene: buildScene(model, visible, layout.hidden) },
  positions: placeRanks(model, layout, 1.5),
  palette: themedPalette,
  pictures: new Map([["a/0", "data:image/png;base64,AAAA"]]),
  title: document.class.name,
  caption: captionOf(model, visible),
  legend: legendOf(model, false),
});
const count = (pattern: RegExp) => [...svg.text.matchAll(pattern)].length;
const numbers = (text: string) => text.match(/-?\d+(\.\d+)?/g)!.map(Number);

describe("pictureSvg", () => {
  it("draws what is shown and nothing else", () => {
    // The links, and the legend: more, less, dashed.
    expect(count(/<path /g)).toBe(3 + 3);
    // a/1 → class may be zero, as the legend says.
    expect(count(/stroke-dasharray/g)).toBe(2);
    expect(count(/<image /g)).toBe(1);
    expect(svg.text).toContain("concept 1<");
    expect(svg.text).not.toContain("concept 2<");
  });

  it("is balanced XML that holds no text of the user as markup", () => {
    const open: string[] = [];
    for (const [, end, name, , empty] of svg.text.matchAll(/<(\/?)([A-Za-z]+)((?:[^<>"]|"[^"<]*")*?)(\/?)>/g)) {
      if (end) expect(open.pop()).toBe(name);
      else if (!empty) open.push(name);
    }
    expect(open).toEqual([]);
    expect(svg.text).toContain("owl &lt;&quot;&amp;&quot;&gt;");
    expect(svg.text).not.toContain('<"');
  });

  it("has all of its nodes within its view, and says how large that is", () => {
    const [left, top, width, height] = numbers(svg.text.match(/viewBox="([^"]*)"/)![1]);
    expect([svg.width, svg.height]).toEqual([Math.ceil(width), Math.ceil(height)]);
    for (const [, rect] of svg.text.matchAll(/<rect (x="[^>]*rx="8"[^>]*)>/g)) {
      const [x, y, w, h] = numbers(rect);
      expect(x).toBeGreaterThan(left);
      expect(y).toBeGreaterThan(top);
      expect(x + w).toBeLessThan(left + width);
      expect(y + h).toBeLessThan(top + height);
    }
  });

  it("tells of the shares in its caption", () => {
    expect(svg.text).toContain("2 of 3 concepts, 3 of 5 edges, 70 % of the attribution.");
  });
});
