import { describe, expect, it } from "vitest";
import {
  type ChannelLabels,
  collapseLabels,
  expandLabels,
  mergeLabels,
  ownChannels,
  pullLabels,
  pushLabels,
} from "./channel-labels.js";
import { type ChannelStructure, mixedChannels, sameChannels, transposedElements } from "./channel-structure.js";

const perChannel = (values: readonly number[], shape: readonly number[]): ChannelLabels => ({
  shape,
  perChannel: true,
  values: Int32Array.from(values),
});
const channels = (map: readonly number[]): ChannelStructure => ({ kind: "channels", map: Int32Array.from(map) });
const flatten = (count: number): ChannelStructure => ({
  kind: "elements",
  map: Int32Array.from({ length: count }, (_, e) => e),
});

describe("expanding and collapsing labels", () => {
  it("are inverse while positions agree", () => {
    const labels = perChannel([2, -1, 0], [3, 2, 2]);
    const expanded: ChannelLabels = { shape: labels.shape, perChannel: false, values: expandLabels(labels) };
    expect([...expanded.values]).toEqual([2, 2, 2, 2, -1, -1, -1, -1, 0, 0, 0, 0]);
    expect([...collapseLabels(expanded)!]).toEqual([2, -1, 0]);
  });

  it("give nothing where the positions of a channel disagree, and pass over elements of none", () => {
    const of = (values: readonly number[]): ChannelLabels => ({
      shape: [2, 2],
      perChannel: false,
      values: Int32Array.from(values),
    });
    expect(collapseLabels(of([0, 1, 1, 1]))).toBeUndefined();
    expect([...collapseLabels(of([0, -1, -1, 1]))!]).toEqual([0, 1]);
  });
});

describe("labels carried forward", () => {
  const own = ownChannels(["N", 3, 2, 2]);

  it("follow the channels of a concatenation, and are none outside", () => {
    const pushed = pushLabels(own, channels([-1, -1, 0, 1, 2]), ["N", 5, 2, 2])!;
    expect([...collapseLabels(pushed)!]).toEqual([-1, -1, 0, 1, 2]);
  });

  it("stay with their channel through a pool", () => {
    expect([...collapseLabels(pushLabels(own, sameChannels, ["N", 3, 1, 1])!)!]).toEqual([0, 1, 2]);
  });

  it("become one for each unit when flattened, in the order of the layout", () => {
    const flat = pushLabels(own, flatten(12), ["N", 12])!;
    expect([...expandLabels(flat)]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
    const moved = pushLabels(own, { kind: "elements", map: transposedElements(["N", 3, 2, 2], [0, 2, 3, 1]) }, [
      "N",
      2,
      2,
      3,
    ])!;
    expect([...expandLabels(moved)]).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]);
  });

  it("end where channels are mixed", () => {
    expect(pushLabels(own, mixedChannels, ["N", 4, 2, 2])).toBeUndefined();
  });
});

describe("labels carried back", () => {
  it("undo what carrying them forward did", () => {
    const shape = ["N", 3, 2, 2] as const;
    const own = ownChannels(shape);
    const structures: [ChannelStructure, (number | string)[]][] = [
      [sameChannels, ["N", 3, 1, 1]],
      [channels([2, 0, 1]), ["N", 3, 2, 2]],
      [flatten(12), ["N", 12]],
    ];
    for (const [structure, output] of structures) {
      const pushed = pushLabels(own, structure, output)!;
      expect([...collapseLabels(pullLabels(pushed, structure, shape)!)!]).toEqual([0, 1, 2]);
    }
  });

  it("reach the channels that a slice keeps, and give none to the others", () => {
    const pulled = pullLabels(perChannel([7, 8], [2, 2, 2]), channels([1, 3]), ["N", 4, 2, 2])!;
    expect([...collapseLabels(pulled)!]).toEqual([-1, 7, -1, 8]);
  });

  it("give nothing where one channel feeds two different ones", () => {
    expect(pullLabels(perChannel([0, 1], [2, 1, 1]), channels([0, 0]), ["N", 1, 1, 1])).toBeUndefined();
    expect(pullLabels(perChannel([5, 5], [2, 1, 1]), channels([0, 0]), ["N", 1, 1, 1])).toBeDefined();
  });
});

describe("mergeLabels", () => {
  const shape = [3, 1, 1];

  it("takes what either knows", () => {
    const merged = mergeLabels(perChannel([0, -1, -1], shape), perChannel([-1, 4, -1], shape))!;
    expect([...merged.values]).toEqual([0, 4, -1]);
  });

  it("gives nothing where they disagree", () => {
    expect(mergeLabels(perChannel([0, 1, 2], shape), perChannel([0, 2, 2], shape))).toBeUndefined();
  });
});
