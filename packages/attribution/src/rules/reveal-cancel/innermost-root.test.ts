import { nodeNamed } from "@gipfel/network";
import { describe, expect, it } from "vitest";
import { elementwiseRoots } from "../../plan/elementwise.js";
import { SmallNetwork } from "../../testing/small-network.js";
import { innermostRoot } from "./innermost-root.js";

/** relu(x), scaled and shifted by a batch norm, then y · sigmoid(y) · tanh(softplus(y)) of that. */
function chain() {
  const small = new SmallNetwork();
  const first = small.relu(small.convolution(small.image, 4, { name: "affine" }), "first");
  const scaled = small.binary("multiply", first, small.constant([1, 4, 1, 1]), "scaled");
  const shifted = small.binary("add", scaled, small.constant([1, 4, 1, 1]), "shifted");
  const swish = small.binary("multiply", shifted, small.scalar("sigmoid", shifted, "gate"), "swish");
  const soft = small.scalar({ name: "softplus" }, shifted, "soft");
  const product = small.binary("multiply", swish, small.scalar({ name: "tanh" }, soft, "squashed"), "product");
  return small.finish(product);
}

describe("innermostRoot", () => {
  const network = chain();
  const rootOf = (name: string) => {
    const node = nodeNamed(network, name);
    return innermostRoot(network, elementwiseRoots(network, network.nodes.values()).get(name)!, node);
  };

  it("is the tensor that a function of one input reads, however long the chain before", () => {
    expect(elementwiseRoots(network, network.nodes.values()).get("gate")).toBe("affine");
    expect([rootOf("first"), rootOf("gate"), rootOf("squashed")]).toEqual(["affine", "shifted", "soft"]);
  });

  it("is where the branches of a function part", () => {
    expect([rootOf("swish"), rootOf("product")]).toEqual(["shifted", "shifted"]);
  });
});
