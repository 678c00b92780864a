import { describe, expect, it } from "vitest";
import type { GraphAddress } from "./graph-address.js";
import {
  analysisRoute,
  compareRoute,
  formatRoute,
  graphRoute,
  newAnalysisRoute,
  parseRoute,
  type Route,
} from "./route.js";

const parse = (href: string): Route => parseRoute(new URL(href, "http://page"));

describe("formatRoute", () => {
  it.each<Route>([
    { page: "start" },
    { page: "document" },
    newAnalysisRoute({ model: "m 1", from: "a&b" }),
    analysisRoute({ analysis: "a", class: "tabby cat", sort: "similarity" }),
    compareRoute({ analysis: "a", class: "ring", otherClass: "disc" }),
    graphRoute({}),
    graphRoute({
      analysis: "a/b",
      class: "ring?",
      view: "v",
      edits: [
        { kind: "merge", layer: "a,b;c/d", concepts: [0, 12] },
        { kind: "split", layer: "conv4", concept: 3 },
        { kind: "find", layer: "conv4", clusters: 6 },
        { kind: "name", layer: "conv4", concept: 5, name: "round; red, 50%" },
        { kind: "name", layer: "conv4", concept: 5, name: "" },
      ],
      share: 0.25,
      edges: 0,
      quantity: "gradient",
      pictures: "visualisation",
      selected: { kind: "edge", id: "conv1/2→conv2/3" },
      hidden: ["conv,1", "50%"],
      collapsed: ["é"],
      tidied: { share: 0.3, edges: null, quantity: "gradient" },
      pins: ["conv1/2", "conv2/3"],
      groups: [
        { name: "round; red, 50%", nodes: ["conv1/2"] },
        { name: "+", nodes: ["conv2/3"] },
      ],
      only: "pins",
      panel: "pins",
      image: 7,
      at: { zoom: 1.5, x: -20, y: 3 },
    }),
  ])("is what parseRoute reads: %j", (route) => {
    expect(parse(formatRoute(route))).toEqual(route);
  });

  it("says only what differs from what holds without", () => {
    expect(formatRoute(graphRoute({ class: "ring" }))).toBe("/graph?class=ring");
  });
});

describe("parseRoute", () => {
  const address = (search: string): GraphAddress => {
    const route = parse(`/graph${search}`);
    if (route.page !== "graph") throw new Error(route.page);
    return route.address;
  };

  it.each(["", "ten", "-0.1", "1.1", "NaN", " "])("passes over a share that is none: %j", (share) => {
    expect(address(`?share=${share}`).share).toBeNull();
  });

  it.each([
    "?selected=x:1",
    "?selected=n:",
    "?at=0,1,2",
    "?at=1,2",
    "?quantity=weight",
    "?pins=%25zz",
    "?groups=%25zz",
    "?edits=merge,conv4,1",
    "?edits=split,conv4,x",
    "?edits=find,conv4,1,2",
    "?edits=name,conv4,1",
    "?edits=drop,conv4,1",
    "?edits=name,conv4,1,%25zz",
    "?tidied=2,,gradient",
    "?tidied=x",
    "?other=1",
  ])("passes over what says nothing: %s", (search) => {
    expect(address(search)).toEqual(address(""));
  });

  it("knows an address that no page has", () => {
    expect(parse("/nowhere")).toEqual({ page: "unknown", path: "/nowhere" });
  });
});
