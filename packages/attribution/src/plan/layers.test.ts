import { GipfelError } from "@gipfel/contracts";
import type { Network, Value } from "@gipfel/network";
import { describe, expect, it } from "vitest";
import { SmallNetwork } from "../testing/small-network.js";
import { chooseLayers, type LayerChoice } from "./layers.js";

const namesOf = (network: Network, choice: LayerChoice = "all") =>
  chooseLayers(network, choice).map(({ name }) => name);

/** The layers of a network whose convolution `conv` is followed by what `make` puts there. */
function layersAfterConvolution(make: (n: SmallNetwork, x: Value) => Value): string[] {
  const n = new SmallNetwork();
  const end = make(n, n.convolution(n.image, 4, { name: "conv" }));
  return namesOf(n.finish(n.relu(n.convolution(end, 4), "last")));
}

describe("the layers of a network", () => {
  it("lie after each nonlinearity, between input and output", () => {
    expect(layersAfterConvolution((n, x) => n.relu(x, "relu"))).toEqual(["image", "relu", "last", "logits"]);
  });

  it.each<[string, (n: SmallNetwork, x: Value) => Value]>([
    ["x·sigmoid(x)", (n, x) => n.binary("multiply", x, n.scalar("sigmoid", x, "inside"), "end")],
    [
      "x·clip(x + 3)/6, hard-swish",
      (n, x) => {
        const moved = n.binary("add", x, n.builder.scalar(3));
        const gate = n.scalar({ name: "clip", minimum: 0, maximum: 6 }, moved, "inside");
        return n.apply({ type: "binary", name: "divide" }, [n.binary("multiply", x, gate), n.builder.scalar(6)], "end");
      },
    ],
    [
      "0.5·x·(1 + erf(x/√2)), GELU",
      (n, x) => {
        const scaled = n.apply({ type: "binary", name: "divide" }, [x, n.builder.scalar(Math.SQRT2)]);
        const gate = n.binary("add", n.scalar("erf", scaled, "inside"), n.builder.scalar(1));
        return n.binary("multiply", n.binary("multiply", x, gate), n.builder.scalar(0.5), "end");
      },
    ],
  ])("count %s as one, at its end", (_, make) => {
    expect(layersAfterConvolution(make)).toEqual(["image", "end", "last", "logits"]);
  });

  it("include the linear bottleneck between two convolutions", () => {
    const names = layersAfterConvolution((n, x) => n.convolution(n.relu(x, "wide"), 2, { kernel: 1, name: "narrow" }));
    expect(names).toEqual(["image", "wide", "narrow", "last", "logits"]);
  });

  it("include the sum of linear bottlenecks that the next convolution reads", () => {
    const names = layersAfterConvolution((n, x) => {
      const first = n.convolution(n.relu(x, "wide"), 4, { kernel: 1 });
      const second = n.convolution(n.relu(n.convolution(first, 4), "inner"), 4, { kernel: 1 });
      return n.binary("add", first, second, "sum");
    });
    expect(names).toContain("sum");
  });

  it("include the stream of pre-activation blocks", () => {
    const names = layersAfterConvolution((n, x) => {
      const block = (stream: Value, i: number) =>
        n.binary("add", stream, n.convolution(n.relu(stream, `act${i}`), 4, { name: `branch${i}` }), `stream${i}`);
      return n.relu(block(block(x, 1), 2), "act3");
    });
    expect(names).toEqual(["image", "act1", "stream1", "act2", "act3", "last", "logits"]);
  });

  it("include both tensors of a squeeze-and-excitation gate", () => {
    const names = layersAfterConvolution((n, x) => {
      const active = n.relu(x, "active");
      const squeezed = n.relu(
        n.convolution(n.builder.reduce("mean", active, [2, 3], true), 2, { kernel: 1 }),
        "squeeze",
      );
      const gate = n.scalar("sigmoid", n.convolution(squeezed, 4, { kernel: 1 }), "gate");
      return n.binary("multiply", active, gate, "scaled");
    });
    expect(names).toEqual(expect.arrayContaining(["active", "squeeze", "gate"]));
  });

  it("have roles, neurons and sizes", () => {
    const n = new SmallNetwork(3, 8);
    const pooled = n.maxPool(n.relu(n.convolution(n.image, 5), "a"));
    const flat = n.builder.reshape(pooled, ["N", 80]);
    const layers = chooseLayers(n.finish(n.relu(n.dense(flat, 7), "b")), "all");
    expect(layers.map(({ id, role, neurons, size }) => [id, role, neurons, ...size])).toEqual([
      ["image", "input", 3, 8, 8],
      ["a", "hidden", 5, 8, 8],
      ["b", "hidden", 7, 1, 1],
      ["logits", "output", 3, 1, 1],
    ]);
  });
});

/** Forty layers in stages of sizes 8, 4 and 2. */
function deepNetwork(): Network {
  const n = new SmallNetwork();
  let x = n.image;
  for (let i = 0; i < 40; i += 1) x = n.relu(n.convolution(x, 2, { stride: i === 13 || i === 27 ? 2 : 1 }), `r${i}`);
  return n.finish(x);
}

describe("the choice of layers", () => {
  it("is every layer, also of a deep network", () => {
    expect(namesOf(deepNetwork(), "auto")).toEqual(namesOf(deepNetwork(), "all"));
    expect(namesOf(deepNetwork(), "all")).toHaveLength(42);
  });

  it("leaves out what are the outputs one by one: score maps, and their rectified values", () => {
    const n = new SmallNetwork();
    const scores = n.convolution(n.relu(n.convolution(n.image, 4), "features"), 3, { name: "scores" });
    const pooled = n.builder.reduce("mean", n.relu(scores, "rectified"), [2, 3], false);
    const network = n.builder.build([pooled]);
    expect(namesOf(network, "all").slice(0, -1)).toEqual(["image", "features", "rectified"]);
    expect(namesOf(network, "auto").slice(0, -1)).toEqual(["image", "features"]);
  });

  it("keeps a layer as wide as the outputs that a dense layer mixes, and the only hidden layer there is", () => {
    const n = new SmallNetwork();
    const wide = n.relu(n.convolution(n.relu(n.convolution(n.image, 4), "features"), 3), "wide");
    expect(namesOf(n.finish(wide), "auto")).toEqual(["image", "features", "wide", "logits"]);
    const only = new SmallNetwork();
    const rectified = only.relu(only.convolution(only.image, 3), "rectified");
    const network = only.builder.build([only.builder.reduce("mean", rectified, [2, 3], false)]);
    expect(namesOf(network, "auto")).toContain("rectified");
  });

  it("puts stated names into the order of the network, once each", () => {
    expect(namesOf(deepNetwork(), ["r30", "r2", "r30"])).toEqual(["image", "r2", "r30", "logits"]);
  });

  it("takes input and output as read", () => {
    expect(namesOf(deepNetwork(), ["image", "logits", "r5"])).toEqual(["image", "r5", "logits"]);
  });

  it("takes a tensor that is no layer of its own, and the id of a name", () => {
    const n = new SmallNetwork();
    const inside = n.convolution(n.image, 4, { name: "/features/0/Conv" });
    const network = n.finish(n.relu(inside, "r"));
    expect(namesOf(network, ["/features/0/Conv"])).toEqual(["image", "/features/0/Conv", "logits"]);
    expect(namesOf(network, ["features_0_Conv"])).toEqual(["image", "/features/0/Conv", "logits"]);
  });

  it("names the layers there are where one is unknown", () => {
    const wrong = () => chooseLayers(deepNetwork(), ["r1", "relu9"]);
    expect(wrong).toThrow(GipfelError);
    expect(wrong).toThrow(/no layer relu9.*r0, r1/);
  });
});
