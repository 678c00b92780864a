import { describe, expect, it } from "vitest";
import { networkFrom, tensorsBeside } from "./tail-network.js";
import { SmallNetwork } from "./testing/small-network.js";

/** relu → conv → relu "inner" → conv, + the first relu → relu "outer" → mean. */
function residual() {
  const net = new SmallNetwork();
  const first = net.relu(net.convolution(net.image, 4), "first");
  const inner = net.relu(net.convolution(first, 4), "inner");
  const outer = net.relu(net.builder.add(net.convolution(inner, 4), first), "outer");
  return net.builder.build([net.builder.reduce("mean", outer, [2, 3])]);
}

describe("networkFrom", () => {
  it("needs the shortcut beside a layer inside of a residual block", () => {
    const network = residual();
    expect(tensorsBeside(network, "inner")).toEqual(["first"]);
    const tail = networkFrom(network, ["inner", "first"], network.outputs[0]!);
    expect([...tail.inputs].sort()).toEqual(["first", "inner"]);
    expect(tail.nodes.has("image")).toBe(false);
  });

  it("needs nothing beside the end of a block", () => {
    const network = residual();
    expect(tensorsBeside(network, "outer")).toEqual([]);
    expect(networkFrom(network, ["outer"], network.outputs[0]!).inputs).toEqual(["outer"]);
  });

  it("computes a layer from the images where nothing before it is given", () => {
    const network = residual();
    expect(networkFrom(network, [], "inner").inputs).toEqual(["image"]);
    expect(networkFrom(network, ["first"], "inner").inputs).toEqual(["first"]);
  });
});
