import { describe, expect, it } from "vitest";
import { NetworkBuilder } from "../builder.js";
import { nodeNamed } from "../network.js";
import { mergeReshapes } from "./merge-reshapes.js";

describe("mergeReshapes", () => {
  it("makes one of several in a row, and keeps what something else reads", () => {
    const builder = new NetworkBuilder();
    const input = builder.input("x", ["N", 4, 1, 6]);
    const first = builder.reshape(input, ["N", 24]);
    const last = builder.apply({ type: "reshape", shape: ["N", 2, 12] }, [builder.reshape(first, ["N", 8, 3])], "last");
    const single = mergeReshapes(builder.build([last]));
    expect([...single.nodes.keys()]).toEqual(["x", "last"]);
    expect(nodeNamed(single, "last")).toMatchObject({ inputs: ["x"], shape: ["N", 2, 12] });
    const both = mergeReshapes(builder.build([last, builder.scalarFunction({ name: "relu" }, first)]));
    expect([...both.nodes.values()].map(({ operation }) => operation.type).sort()).toEqual([
      "input",
      "reshape",
      "reshape",
      "scalar",
    ]);
  });
});
