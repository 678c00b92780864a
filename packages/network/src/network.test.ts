import { describe, expect, it } from "vitest";
import { NetworkBuilder } from "./builder.js";
import { consumersOf, nodeNamed, pruneNetwork } from "./network.js";

/** x → a → b, and a → c; y is an input nobody reads. */
function forked() {
  const builder = new NetworkBuilder();
  const x = builder.input("x", ["N", 2]);
  const y = builder.input("y", ["N", 2]);
  const apply = (name: string, input: typeof x) =>
    builder.apply({ type: "scalar", function: { name: "relu" } }, [input], name);
  const a = apply("a", x);
  const [b, c] = [apply("b", a), builder.apply({ type: "binary", name: "add" }, [a, a], "c")];
  return builder.build([b, c, y]);
}

describe("pruneNetwork", () => {
  it("keeps inputs and what outputs need, in topological order", () => {
    const pruned = pruneNetwork({ ...forked(), outputs: ["c"] });
    expect([...pruned.nodes.keys()]).toEqual(["x", "y", "a", "c"]);
    expect(pruned.outputs).toEqual(["c"]);
  });

  it("changes nothing where all is needed", () => {
    const network = forked();
    expect(pruneNetwork(network)).toEqual(network);
  });
});

describe("consumersOf", () => {
  it("lists each reader once, in order", () => {
    const consumers = consumersOf(forked());
    expect(consumers.get("a")!.map(({ name }) => name)).toEqual(["b", "c"]);
    expect(consumers.get("x")!.map(({ name }) => name)).toEqual(["a"]);
    expect(consumers.has("c")).toBe(false);
  });
});

describe("nodeNamed", () => {
  it("names what it does not find", () => {
    expect(nodeNamed(forked(), "a").inputs).toEqual(["x"]);
    expect(() => nodeNamed(forked(), "z")).toThrow("no tensor named z");
  });
});
