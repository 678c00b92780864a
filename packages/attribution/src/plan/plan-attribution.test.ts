import type { Network, Value } from "@gipfel/network";
import { describe, expect, it } from "vitest";
import { SmallNetwork } from "../testing/small-network.js";
import { planAttribution, type SegmentPlan } from "./plan-attribution.js";

function segmentInto(
  network: Network,
  target: string,
  layers: readonly string[],
  baseline: "zero" | "mean" = "zero",
): SegmentPlan {
  const { segments } = planAttribution(network, { layers, baseline, edgeMethod: "integrated-gradients" });
  return segments.find((segment) => segment.target.name === target)!;
}

/** The segment from layer `a` to layer `b`; `make` builds `b` on `a`. */
function between(make: (n: SmallNetwork, a: Value) => Value, baseline: "zero" | "mean" = "zero"): SegmentPlan {
  const n = new SmallNetwork();
  const b = make(n, n.relu(n.convolution(n.image, 4), "a"));
  const network = n.finish(n.relu(n.convolution(b, 4), "last"));
  return segmentInto(network, b.name, ["a", b.name, "last"], baseline);
}

const silu = (n: SmallNetwork, x: Value) => n.binary("multiply", x, n.scalar("sigmoid", x));

describe("the closed form", () => {
  it.each<[string, (n: SmallNetwork, a: Value) => Value]>([
    ["a convolution and ReLU", (n, a) => n.relu(n.convolution(a, 5), "b")],
    ["an affine target", (n, a) => n.convolution(a, 5, { name: "b" })],
    [
      "a function made of several operations",
      (n, a) => n.binary("add", silu(n, n.convolution(a, 5)), n.builder.scalar(0), "b"),
    ],
    ["a residual sum", (n, a) => n.relu(n.binary("add", n.convolution(a, 4), a), "b")],
    ["pooling before the convolution", (n, a) => n.relu(n.convolution(n.maxPool(a, { pad: 1 }), 5), "b")],
    ["pooling after a nonlinearity that rises", (n, a) => n.maxPool(n.relu(n.convolution(a, 5)), { name: "b" })],
    [
      "batch norm after ReLU",
      (n, a) =>
        n.binary(
          "add",
          n.binary("multiply", n.relu(n.convolution(a, 5)), n.constant([1, 5, 1, 1])),
          n.constant([1, 5, 1, 1]),
          "b",
        ),
    ],
    [
      "a pre-activation block",
      (n, a) => n.binary("add", a, n.convolution(n.relu(n.binary("add", a, n.constant([1, 4, 1, 1]))), 4), "b"),
    ],
  ])("holds for %s", (_, make) => {
    const { kind, columns } = between(make);
    expect([kind, columns]).toEqual(["exact", "neurons"]);
  });

  it.each<[string, RegExp, (n: SmallNetwork, a: Value) => Value]>([
    [
      "two nonlinearities in a row",
      /more than one nonlinearity/,
      (n, a) => n.relu(n.convolution(n.relu(n.convolution(a, 5)), 5), "b"),
    ],
    [
      "paths of unequal depth",
      /more than one nonlinearity/,
      (n, a) => n.relu(n.binary("add", n.convolution(n.relu(n.convolution(a, 4)), 4), a), "b"),
    ],
    [
      "a gate",
      /multiply of two tensors/,
      (n, a) => n.relu(n.convolution(n.binary("multiply", a, n.scalar("sigmoid", n.convolution(a, 4))), 4), "b"),
    ],
    ["pooling after SiLU", /does not rise/, (n, a) => n.maxPool(silu(n, n.convolution(a, 5)), { name: "b" })],
    [
      "pooling over a bias per position",
      /baseline that differs/,
      (n, a) => n.relu(n.convolution(n.maxPool(n.binary("add", a, n.constant([1, 4, 8, 8]))), 5), "b"),
    ],
    [
      "pooling over zero padding after a shift",
      /baseline that differs/,
      (n, a) =>
        n.relu(
          n.convolution(
            n.maxPool(n.builder.pad(n.binary("add", a, n.constant([1, 4, 1, 1])), [0, 0, 1, 1], [0, 0, 1, 1])),
            5,
          ),
          "b",
        ),
    ],
    [
      "pooling over a sum of functions",
      /sum of nonlinear functions/,
      (n, a) =>
        n.maxPool(n.binary("add", n.relu(n.convolution(a, 4)), n.scalar("sigmoid", n.convolution(a, 4))), {
          name: "b",
        }),
    ],
    ["softmax", /softmax/, (n, a) => n.relu(n.convolution(n.apply({ type: "softmax", axis: 1 }, [a]), 5), "b")],
  ])("does not hold for %s, and the reason says so", (_, reason, make) => {
    const segment = between(make);
    expect(segment.kind).toBe("quadrature");
    expect(segment.reason).toMatch(reason);
  });

  it("does not hold for pooling after a padded convolution of a baseline that is not zero", () => {
    const pool = (n: SmallNetwork, a: Value) => n.relu(n.convolution(n.maxPool(n.convolution(a, 4)), 5), "b");
    expect(between(pool, "zero").kind).toBe("exact");
    expect(between(pool, "mean").kind).toBe("quadrature");
  });
});

describe("the columns of pair matrices", () => {
  it("are the diagonal where each target neuron sees its own source neuron alone", () => {
    expect(between((n, a) => n.maxPool(a, { name: "b" })).columns).toBe("diagonal");
    expect(between((n, a) => n.relu(n.convolution(a, 4, { groups: 4 }), "b")).columns).toBe("diagonal");
  });

  it("are neurons for a depthwise convolution with multiplier 2, whose target is wider than its source", () => {
    expect(between((n, a) => n.relu(n.convolution(a, 8, { groups: 4 }), "b")).columns).toBe("neurons");
  });

  it("are nodes where channels are mixed twice", () => {
    const { kind, columns, reason } = between((n, a) =>
      n.relu(n.convolution(n.convolution(a, 3, { kernel: 1 }), 5), "b"),
    );
    expect([kind, columns]).toEqual(["exact", "nodes"]);
    expect(reason).toMatch(/mixed more than once/);
  });

  it("are the class's at the output", () => {
    const n = new SmallNetwork();
    const network = n.finish(n.relu(n.convolution(n.image, 4), "a"));
    expect(segmentInto(network, "logits", ["a"])).toMatchObject({ kind: "exact", columns: "class" });
  });
});

describe("segments", () => {
  it("have as sources the chosen layers that feed them directly, and the raw input where it does", () => {
    const n = new SmallNetwork();
    const a = n.relu(n.convolution(n.image, 4), "a");
    const b = n.relu(n.convolution(a, 4), "b");
    const joined = n.builder.concat([a, b, n.image], 1);
    const network = n.finish(n.relu(n.convolution(joined, 4), "c"));
    const { segments } = planAttribution(network, {
      layers: ["a", "b", "c"],
      baseline: "zero",
      edgeMethod: "integrated-gradients",
    });
    expect(segments.map(({ target, sources }) => [target.name, ...sources.map(({ name }) => name)])).toEqual([
      ["a", "image"],
      ["b", "a"],
      ["c", "image", "a", "b"],
      ["logits", "c"],
    ]);
  });

  it("leave out a layer that hangs on the raw input through layers not chosen: the graph begins there", () => {
    const n = new SmallNetwork();
    const a = n.relu(n.convolution(n.image, 4), "a");
    const b = n.relu(n.convolution(a, 4), "b");
    const network = n.finish(n.relu(n.convolution(b, 4), "c"));
    const plan = planAttribution(network, { layers: ["b", "c"], baseline: "zero", edgeMethod: "integrated-gradients" });
    expect(plan.layers.map(({ name }) => name)).toEqual(["b", "c", "logits"]);
    expect(plan.segments.map(({ target }) => target.name)).toEqual(["c", "logits"]);
  });

  it("run by quadrature over a layer that was not chosen", () => {
    const n = new SmallNetwork();
    const a = n.relu(n.convolution(n.image, 4), "a");
    const b = n.relu(n.convolution(a, 4), "b");
    const network = n.finish(n.relu(n.convolution(b, 4), "c"));
    expect(segmentInto(network, "c", ["a", "c"])).toMatchObject({ kind: "quadrature", columns: "nodes" });
  });
});
