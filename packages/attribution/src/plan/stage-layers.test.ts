import type { Network, Value } from "@gipfel/network";
import { describe, expect, it } from "vitest";
import { SmallNetwork } from "../testing/small-network.js";
import { stageLayers } from "./stage-layers.js";

/** The layers that stand for the stages of what `make` builds, of those it names. */
function stagesOf(make: (n: SmallNetwork, stem: Value) => Value): string[] {
  const n = new SmallNetwork(3, 16);
  const network: Network = n.finish(make(n, n.relu(n.convolution(n.image, 4, { stride: 2 }), "stem")));
  const named = [...network.nodes.keys()].filter(
    (name) => !["image", "logits"].includes(name) && !name.startsWith("%"),
  );
  return stageLayers(network, named);
}

/** relu(branch + projection); the branch's first convolution keeps the size, its second and the projection halve it. */
function halvingBlock(n: SmallNetwork, x: Value, name: string): Value {
  const inner = n.relu(n.convolution(x, 4, { kernel: 1 }), `${name}.inner`);
  const shortcut = n.convolution(x, 4, { kernel: 1, stride: 2 });
  return n.relu(n.binary("add", n.convolution(inner, 4, { stride: 2 }), shortcut), name);
}

describe("the layers that stand for stages", () => {
  it("end blocks, though a block's first convolution still has the size of the stage before", () => {
    expect(stagesOf((n, stem) => halvingBlock(n, halvingBlock(n, stem, "first"), "second"))).toEqual([
      "stem",
      "first",
      "second",
    ]);
  });

  it("are the concatenation where parallel branches make up a stage", () => {
    const chosen = stagesOf((n, stem) => {
      const branch = (name: string) => n.relu(n.convolution(stem, 4, { stride: 2 }), name);
      return n.apply({ type: "concat", axis: 1 }, [branch("left"), branch("right")], "both");
    });
    expect(chosen).toEqual(["stem", "both"]);
  });

  it("leave gates aside", () => {
    const chosen = stagesOf((n, stem) => {
      const squeezed = n.convolution(n.builder.reduce("mean", stem, [2, 3], true), 4, { kernel: 1 });
      const gated = n.binary("multiply", stem, n.scalar("sigmoid", squeezed, "gate"));
      return n.relu(n.convolution(gated, 4, { stride: 2 }), "next");
    });
    expect(chosen).toEqual(["stem", "next"]);
  });

  it("take the last layer of a size where no tensor is on all paths", () => {
    const chosen = stagesOf((n, stem) => {
      const beside = n.relu(n.convolution(n.relu(n.convolution(stem, 4, { stride: 2 }), "early"), 4), "late");
      const past = n.convolution(stem, 4, { stride: 4 });
      return n.relu(n.binary("add", n.convolution(beside, 4, { stride: 2 }), past), "end");
    });
    expect(chosen).toEqual(["stem", "late", "end"]);
  });

  it("include every dense layer on the way to the logits", () => {
    const chosen = stagesOf((n, stem) => {
      const first = n.relu(n.dense(n.builder.reduce("mean", stem, [2, 3]), 6), "dense1");
      return n.relu(n.dense(first, 5), "dense2");
    });
    expect(chosen).toEqual(["stem", "dense1", "dense2"]);
  });
});
