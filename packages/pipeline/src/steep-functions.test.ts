/** Whole analyses through functions that are steep at zero or infinite there: nothing is called exact that is not. */
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planAttribution } from "@gipfel/attribution";
import { chooseMethod } from "@gipfel/contracts";
import { OnnxruntimeEngine, TfjsEngine } from "@gipfel/engine";
import { BATCH, type Network, NetworkBuilder, type ScalarFunction, tensor, type Value } from "@gipfel/network";
import { afterAll, describe, expect, it } from "vitest";
import { Attributor } from "./attribute/attributor.js";
import { checkBaseline } from "./check-baseline.js";
import { runAnalysis } from "./run-analysis.js";
import { analyse, prepareInMemory } from "./testing/analyse.js";
import { Random } from "./testing/random.js";

const engine = new OnnxruntimeEngine({ device: "cpu", threads: 1 });
afterAll(() => engine.dispose());

const channels = 6;
const size = 8;
const random = new Random(11);
const images = { shape: [6, 3, size, size], data: random.values(6 * 3 * size * size, 1) };
const labels = [0, 1, 0, 1, 0, 1];

class Body {
  readonly builder = new NetworkBuilder();

  constant(shape: readonly number[], scale: number): Value {
    const count = shape.reduce((product, dimension) => product * dimension, 1);
    return this.builder.constant(tensor([...shape], random.values(count, scale)));
  }
  f(
    name: "sigmoid" | "log" | "exp" | "relu" | "abs" | "sqrt" | "reciprocal" | "negate",
    x: Value,
    own?: string,
  ): Value {
    return this.builder.apply({ type: "scalar", function: { name } satisfies ScalarFunction }, [x], own);
  }
  plus(x: Value, term: number): Value {
    return this.builder.add(x, this.builder.scalar(term));
  }
  power(x: Value, exponent: number): Value {
    return this.builder.binary("power", x, this.builder.scalar(exponent));
  }
  mean(x: Value): Value {
    return this.builder.reduce("mean", x, [2, 3], true);
  }
  softmax(x: Value): Value {
    return this.builder.apply({ type: "softmax", axis: 1 }, [x]);
  }
}

/** A convolution, what `head` makes of it, and a dense layer. */
function networkOf(head: (body: Body, x: Value) => Value, finish: (network: Network) => Network = asInFile): Network {
  const body = new Body();
  const { builder } = body;
  const image = builder.input("image", [BATCH, 3, size, size]);
  const convolved = builder.apply(
    { type: "convolution", strides: [1, 1], pads: [1, 1, 1, 1], dilations: [1, 1], groups: 1 },
    [image, body.constant([channels, 3, 3, 3], 0.4), body.constant([channels], 0.1)],
    "affine",
  );
  const made = head(body, convolved);
  const pooled = made.shape.slice(2).every((dimension) => dimension === 1) ? made : body.mean(made);
  const flat = builder.reshape(pooled, [BATCH, channels]);
  const product = builder.matMul(flat, body.constant([channels, 2], 1));
  return finish(
    builder.build([builder.apply({ type: "binary", name: "add" }, [product, body.constant([1, 2], 0.3)], "logits")]),
  );
}

/** Every tensor under a name of its own, as a file has it: those that are made up are parts of operators. */
function asInFile(network: Network): Network {
  const own = (name: string) => (network.nodes.has(name) ? name.replace(/^%/, "tensor") : name);
  const nodes = [...network.nodes.values()].map((node) => ({
    ...node,
    name: own(node.name),
    inputs: node.inputs.map(own),
  }));
  return { ...network, outputs: network.outputs.map(own), nodes: new Map(nodes.map((node) => [node.name, node])) };
}

const gem = (p: number) => (body: Body, x: Value) => {
  const least = { name: "clip", minimum: 1e-6, maximum: Number.POSITIVE_INFINITY } as const;
  return body.power(body.mean(body.power(body.builder.scalarFunction(least, x), p)), 1 / p);
};

const networks: Readonly<Record<string, Network>> = {
  "GeM pooling": networkOf(gem(3)),
  "GeM pooling with p = 2.5": networkOf(gem(2.5)),
  "GeM pooling with a learned p": networkOf(gem(4.3712)),
  "log-sigmoid": networkOf((body, x) => body.f("log", body.f("sigmoid", x))),
  "log-sum-exp pooling": networkOf((body, x) => body.f("log", body.mean(body.f("exp", body.f("relu", x))))),
  "power normalization": networkOf((body, x) => {
    const width = body.f("sqrt", body.plus(body.f("abs", x), 1e-8));
    return body.builder.divide(x, width);
  }),
  "square root after ReLU": networkOf((body, x) => body.f("sqrt", body.f("relu", x))),
  "1 / (x + ε)": networkOf((body, x) => body.f("reciprocal", body.plus(body.f("relu", x), 1e-3))),
  "prototype log": networkOf((body, x) => {
    const distance = body.f("relu", x);
    return body.f("log", body.builder.divide(body.plus(distance, 1), body.plus(distance, 1e-4)));
  }),
  "entropy of a sigmoid": networkOf((body, x) => {
    const p = body.f("sigmoid", x);
    return body.builder.multiply(body.f("negate", p), body.f("log", body.plus(p, 1e-8)));
  }),
  "layer norm of a dense head": networkOf((body, x) => {
    const { builder } = body;
    const pooled = body.mean(body.f("relu", x));
    const centred = builder.subtract(pooled, builder.reduce("mean", pooled, [1], true));
    const variance = builder.reduce("mean", builder.multiply(centred, centred), [1], true);
    return builder.divide(centred, body.f("sqrt", body.plus(variance, 1e-5), "deviation"));
  }),
};

describe("a network without a hidden layer", () => {
  it("is integrated from the image to the class, however many nonlinearities lie between", async () => {
    const network = networkOf(gem(3), (made) => made);
    await analyse({ network, images, labels }, async ({ document }) => {
      expect(document.layers.map(({ role }) => role)).toEqual(["input", "output"]);
      expect(document.segments).toMatchObject([{ kind: "quadrature" }]);
      expect(document.segments[0]!.completenessResidual).toBeLessThan(0.01);
    });
  });
});

describe.each(Object.entries(networks))("%s", (_, network) => {
  it.each(["zero", "mean"] as const)("has contributions that add up, from the baseline %s", async (baseline) => {
    await analyse({ network, images, labels, options: { baseline, clusters: 2 } }, async ({ document }) => {
      for (const { kind, target, completenessResidual } of document.segments) {
        expect(completenessResidual ?? 0, target).toBeLessThan(kind === "exact" ? 1e-4 : 1e-2);
      }
      expect(document.warnings.filter((warning) => warning.includes("residual"))).toEqual([]);
    });
  });

  it("has a map by DeepLIFT whose sum is the difference of the scores", async () => {
    const map = await explained(network, "deeplift-rescale");
    expect(map.residual).toBeLessThan(1e-4);
  });

  it("has a finite map by RevealCancel, or none, with the method's name", async () => {
    const map = await explained(network, "deeplift-reveal-cancel").catch((error: Error) => error);
    if (map instanceof Error) expect(map).toMatchObject({ code: "METHOD_UNDEFINED", message: /reveal-?cancel/i });
    else expect(map.values.every(Number.isFinite)).toBe(true);
  });
});

async function explained(network: Network, method: "deeplift-rescale" | "deeplift-reveal-cancel") {
  const subject = { target: "logits", position: null, level: "image", inputRange: null };
  const attributor = await Attributor.open(engine, network, subject, chooseMethod(method), 1);
  try {
    const image = images.data.slice(0, 3 * size * size);
    const one = { index: 0, image, weights: Float32Array.of(1, 0), baseline: new Float32Array(image.length) };
    return (await attributor.attribute([one]))[0]!;
  } finally {
    await attributor.dispose();
  }
}

describe("a layer whose function is infinite at its baseline", () => {
  const network = networkOf((body, x) => body.f("log", body.f("sigmoid", x, "sigmoid"), "log"));
  const plan = (baseline: "zero" | "mean") =>
    planAttribution(network, { layers: ["sigmoid", "log"], baseline, edgeMethod: "integrated-gradients" });

  it("is refused before anything is computed, with its name and a baseline that would do", async () => {
    await expect(checkBaseline(plan("zero"), engine, new Map())).rejects.toMatchObject({
      code: "METHOD_UNDEFINED",
      message:
        "layer log requires a finite baseline: the log at log is not finite where sigmoid is at zero; take --baseline mean, or --layers without it",
    });
    const mean = new Map([["sigmoid", new Float32Array(channels).fill(0.5)]]);
    await expect(checkBaseline(plan("mean"), engine, mean)).resolves.toBeUndefined();
  });
});

describe("the baselines of a plan", () => {
  it("are finite on the second engine, too", async () => {
    const second = new TfjsEngine({ device: "cpu", threads: 1 });
    try {
      const { plan } = prepareInMemory({ network: networks["layer norm of a dense head"]!, images, labels });
      await expect(checkBaseline(plan, second, new Map())).resolves.toBeUndefined();
    } finally {
      await second.dispose();
    }
  });
});

describe("an analysis", () => {
  it("names the layer in the batch where activations are infinite", async () => {
    const network = networkOf((body, x) => body.f("log", body.f("relu", x), "log"));
    const run = analyse({ network, images, labels, options: { layers: ["log"] } }, async () => undefined);
    await expect(run).rejects.toMatchObject({
      code: "METHOD_UNDEFINED",
      message: expect.stringMatching(/^layer log requires finite activations: .* on images\[\d\] to images\[\d\]$/),
    });
  });

  it.each([".work", "."])("whose folder %s is deleted while it runs ends with one clear line", async (part) => {
    const out = await mkdtemp(join(tmpdir(), "gipfel-vanishing-"));
    const prepared = prepareInMemory({ network: networks["1 / (x + ε)"]!, images, labels });
    const onProgress = ({ phase }: { readonly phase: string }) => {
      if (phase === "concepts") rmSync(join(out, part), { recursive: true, force: true });
    };
    try {
      await expect(runAnalysis(prepared, out, false, { onProgress })).rejects.toMatchObject({
        code: "STORAGE_FAILED",
        message: expect.stringMatching(/^\S+ is missing: the folder of the results was deleted or changed/),
      });
    } finally {
      await rm(out, { recursive: true, force: true });
    }
  });
});
