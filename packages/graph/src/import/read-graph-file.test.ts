import { describe, expect, it } from "vitest";
import { AttributionIndex } from "../attribution-index.js";
import { edgeKey } from "../edge-key.js";
import { shareOf } from "../share.js";
import { readGraphFile } from "./read-graph-file.js";

const neuron = (channel: number, count: number, prev: readonly (readonly [number, number])[]) => ({
  channel,
  count,
  layer: "ignored",
  pagerank: 0.1,
  prev_channels: prev.map(([prev_channel, inf]) => ({ prev_channel, inf })),
  attr_channels: [{ prev_channel: "776", inf: 1274 }],
});
const summit = {
  mixed5b: [
    neuron(5, 146, [
      [11, 95],
      [601, 859],
    ]),
    neuron(238, 303, [
      [11, 248],
      [999, 5],
    ]),
  ],
  mixed5a: [neuron(11, 537, [[7, 20]]), neuron(601, 100, [])],
  own: [neuron(7, 40, [])],
};
const read = (value: unknown, name = "ag-562.json") => readGraphFile(JSON.stringify(value), name);

describe("readGraphFile", () => {
  const document = read(summit);

  it("gives a SUMMIT graph's layers from the image to the class", () => {
    expect(document.layers.map(({ id, depth, neurons }) => [id, depth, neurons])).toEqual([
      ["own", 0, 8],
      ["mixed5a", 1, 832],
      ["mixed5b", 2, 1024],
      ["class", 3, 1000],
    ]);
    expect(document.class.index).toBe(562);
  });

  it("keeps every count between channels that the file has, and leads the last layer into the class", () => {
    const counts = Object.fromEntries(document.edges.map((edge) => [edgeKey(edge), edge.contribution]));
    const key = (source: string, target: string) => edgeKey({ source, target });
    expect(counts).toEqual({
      [key("own/7", "mixed5a/11")]: 20,
      [key("mixed5a/11", "mixed5b/5")]: 95,
      [key("mixed5a/601", "mixed5b/5")]: 859,
      [key("mixed5a/11", "mixed5b/238")]: 248,
      [key("mixed5b/5", "class/562")]: 146,
      [key("mixed5b/238", "class/562")]: 303,
    });
    expect(document.segments.every(({ kind }) => kind === "counted")).toBe(true);
  });

  it("carries all of the attribution, as every graph does", () => {
    const index = new AttributionIndex(document);
    expect(shareOf(index, { nodes: new Set(index.nodeIds) })).toBeCloseTo(1, 12);
  });

  it("reads a graph document as it is", () => {
    expect(readGraphFile(JSON.stringify(document), "any.json")).toEqual(document);
  });

  it.each<[string, string, RegExp]>([
    ["no JSON", "{", /no JSON/],
    ["a list", "[1]", /expected a graph document/],
    ["another object", '{"a": 1}', /expected a graph document/],
    ["an empty object", "{}", /expected layers with channels/],
    ["another format", '{"format": "gexf"}', /gipfel-graph/],
    [
      "a count that is none",
      '{"mixed5b":[{"channel":1,"count":-1,"pagerank":0,"prev_channels":[]}]}',
      /\/mixed5b\/0\/count/,
    ],
  ])("refuses %s with what would be right", (_, text, message) => {
    expect(() => readGraphFile(text, "a.json")).toThrow(message);
  });
});
