import { describe, expect, it } from "vitest";
import { followPins, grouped, looseNodes, type Pins, pinned, ungrouped, unpinned } from "./pins.js";

const pins: Pins = {
  pins: ["a/0", "a/1", "b/0", "b/1"],
  groups: [
    { name: "wheels", nodes: ["a/0", "b/0"] },
    { name: "roofs", nodes: ["b/1"] },
  ],
};

describe("pins", () => {
  it("are each there once, and leave their group with the pin", () => {
    expect(pinned(pins, ["a/1", "c/0"]).pins).toEqual([...pins.pins, "c/0"]);
    const fewer = unpinned(pins, ["b/0", "b/1"]);
    expect(fewer).toEqual({ pins: ["a/0", "a/1"], groups: [{ name: "wheels", nodes: ["a/0"] }] });
    expect(looseNodes(fewer)).toEqual(["a/1"]);
  });

  it("are in one group at most", () => {
    const { groups } = grouped(pins, "roofs", ["a/0", "a/1"]);
    expect(groups).toEqual([
      { name: "wheels", nodes: ["b/0"] },
      { name: "roofs", nodes: ["b/1", "a/0", "a/1"] },
    ]);
    expect(grouped(pins, "all", pins.pins).groups).toEqual([{ name: "all", nodes: pins.pins }]);
    expect(looseNodes(ungrouped(pins, "wheels"))).toEqual(["a/0", "a/1", "b/0"]);
  });

  it("go along with their concepts, those of one that was merged together", () => {
    const next = new Map([
      ["a/0", "a/0"],
      ["a/1", "a/0"],
      ["b/0", "b/5"],
    ]);
    expect(followPins(pins, next)).toEqual({
      pins: ["a/0", "b/5"],
      groups: [{ name: "wheels", nodes: ["a/0", "b/5"] }],
    });
  });
});
