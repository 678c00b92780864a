/** Where relevance goes at operations other than linear layers, and what is said where no rule of the literature holds. */
import { OnnxruntimeEngine, type RunTensor } from "@gipfel/engine";
import {
  BATCH,
  fixedSize,
  type Network,
  NetworkBuilder,
  type ScalarFunction,
  tensor,
  type Value,
} from "@gipfel/network";
import { afterAll, describe, expect, it } from "vitest";
import { relativeError } from "../testing/compare.js";
import { Random } from "../testing/random.js";
import { relevanceOf } from "../testing/relevance.js";

const engine = new OnnxruntimeEngine({ device: "cpu", threads: 1 });
afterAll(() => engine.dispose());

const random = new Random(5);
const shape = [2, 4, 6, 6] as const;
const x: RunTensor = { shape, data: random.values(fixedSize(shape)) };
/** The output's neurons, one per channel, all positions of each: their own values are the relevance to hand on. */
const weights: RunTensor = { shape: [2, 4], data: random.values(8) };
const window = { strides: [1, 1], pads: [1, 1, 1, 1], dilations: [1, 1] } as const;
const kernels = [0, 1].map(() => tensor([4, 4, 3, 3], random.values(4 * 4 * 9)));

type Build = (builder: NetworkBuilder, signal: Value, other: Value) => Value;

const f = (builder: NetworkBuilder, name: "relu" | "sigmoid" | "exp", x: Value) => builder.scalarFunction({ name }, x);

/** A signal and another tensor, both convolutions of the image, and what is made of the two. */
function twoBranches(build: Build): Network {
  const builder = new NetworkBuilder();
  const image = builder.input("image", [BATCH, ...shape.slice(1)]);
  const [signal, other] = kernels.map((kernel, i) =>
    builder.apply({ type: "convolution", ...window, groups: 1 }, [image, builder.constant(kernel)], `branch${i}`),
  ) as [Value, Value];
  return builder.build([build(builder, signal, other)]);
}

async function relevanceAt(level: string, build: Build) {
  const question = { parameters: { rule: "epsilon" }, images: x, weights, level };
  return relevanceOf(engine, twoBranches(build), question);
}

/** Value of a tensor times its weights, for every element: the relevance of an output that is this tensor. */
async function ofOutput(build: Build): Promise<Float32Array> {
  const network = twoBranches(build);
  const compiled = await engine.compile(network);
  try {
    const made = (await compiled.run({ image: x }))[network.outputs[0]!]!;
    const positions = fixedSize(made.shape.slice(2) as number[]);
    return made.data.map((value, e) => value * weights.data[Math.floor(e / positions)]!);
  } finally {
    await compiled.dispose();
  }
}

const close = (actual: RunTensor, expected: ArrayLike<number>) =>
  expect(relativeError(actual.data, expected)).toBeLessThan(1e-5);

const gate = "hands all relevance to the signal, none to the gate";

describe("a product", () => {
  const gated: Build = (b, signal, other) => b.multiply(signal, f(b, "sigmoid", other));
  const repeated: Build = (b, signal, other) => b.multiply(b.reduce("mean", other, [2, 3], true), signal);
  const written: Build = (b, signal, other) => {
    const clip: ScalarFunction = { name: "clip", minimum: 0, maximum: 6 };
    const shifted = b.scalarFunction(clip, b.add(other, b.scalar(3)));
    return b.multiply(signal, b.divide(shifted, b.scalar(6)));
  };

  it.each([
    ["a sigmoid", gated],
    ["a mean over positions", repeated],
    ["a hard sigmoid that is written out", written],
  ])("with %s gives the signal all and the gate nothing", async (_, build) => {
    const signal = await relevanceAt("branch0", build);
    close(signal.relevance, await ofOutput(build));
    expect(signal.notes.join()).toContain(gate);
    const none = await relevanceAt("branch1", build);
    expect(none.relevance.data.every((value) => value === 0)).toBe(true);
    expect(none.notes).toContain("No relevance reaches branch1.");
  });

  it.each<[string, Build]>([
    ["neither is a gate", (b, signal, other) => b.multiply(signal, f(b, "relu", other))],
    ["both are", (b, signal, other) => b.multiply(f(b, "sigmoid", signal), f(b, "sigmoid", other))],
  ])("where %s gives each half", async (_, build) => {
    const half = (await ofOutput(build)).map((value) => value / 2);
    for (const level of ["branch0", "branch1"]) {
      const { relevance, notes } = await relevanceAt(level, build);
      close(relevance, half);
      expect(notes.join()).toContain("half of the relevance");
    }
  });
});

describe("an activation", () => {
  it.each<[string, Build]>([
    ["SiLU", (b, z) => b.multiply(z, f(b, "sigmoid", z))],
    [
      "hard-swish",
      (b, z) => {
        const clip: ScalarFunction = { name: "clip", minimum: 0, maximum: 6 };
        return b.divide(b.multiply(z, b.scalarFunction(clip, b.add(z, b.scalar(3)))), b.scalar(6));
      },
    ],
    ["a square", (b, z) => b.multiply(z, z)],
    ["an inverse", (b, z) => b.divide(b.scalar(1), b.add(f(b, "exp", z), b.scalar(1)))],
  ])("written out, %s, passes its relevance in one step", async (_, build) => {
    const { relevance, notes } = await relevanceAt("branch0", build);
    close(relevance, await ofOutput(build));
    expect(notes).toEqual([]);
  });
});

describe("a sum", () => {
  it("shares in proportion, with its signs", async () => {
    const build: Build = (b, signal, other) => b.subtract(f(b, "relu", signal), f(b, "relu", other));
    const [first, second] = [await relevanceAt("branch0", build), await relevanceAt("branch1", build)];
    const both = await ofOutput(build);
    close(first.relevance, await ofOutput((b, signal) => f(b, "relu", signal)));
    close({ shape, data: first.relevance.data.map((value, e) => value + second.relevance.data[e]!) }, both);
    expect(first.notes).toEqual([
      "Part of the relevance goes to tensors that do not depend on branch0, and is not shown.",
    ]);
  });

  it("with a constant that no linear layer takes in passes all on", async () => {
    const ramp = tensor([1, 1, 6, 6], random.values(36));
    const build: Build = (b, signal) => b.add(signal, b.constant(ramp));
    const { relevance, notes } = await relevanceAt("branch0", build);
    close(relevance, await ofOutput(build));
    expect(notes.join()).toContain("A shift that belongs to no linear layer");
  });
});

describe("a quotient", () => {
  it("gives its numerator all", async () => {
    const build: Build = (b, signal, other) => b.divide(signal, f(b, "exp", other));
    const { relevance, notes } = await relevanceAt("branch0", build);
    close(relevance, await ofOutput(build));
    expect(notes.join()).toContain("A quotient");
  });
});

describe.each(["maximum", "minimum"] as const)("the %s of two tensors", (name) => {
  it("gives the winner all", async () => {
    const build: Build = (b, signal, other) => b.binary(name, f(b, "sigmoid", signal), f(b, "sigmoid", other));
    const [first, second] = [await relevanceAt("branch0", build), await relevanceAt("branch1", build)];
    const whole = await ofOutput(build);
    const own = await ofOutput((b, signal) => f(b, "sigmoid", signal));
    const wins = own.map((value, e) => (Math.abs(value - whole[e]!) < 1e-6 ? 1 : 0));
    expect(new Set(wins)).toEqual(new Set([0, 1]));
    close(
      first.relevance,
      whole.map((value, e) => wins[e]! * value),
    );
    close(
      second.relevance,
      whole.map((value, e) => (1 - wins[e]!) * value),
    );
    expect(first.notes.join()).toContain("as in a max pool");
  });

  it("gives the first of equal ones all", async () => {
    const build: Build = (b, signal) => {
      const same = b.apply({ type: "reshape", shape: [BATCH, ...shape.slice(1)] }, [signal], "same");
      return b.binary(name, signal, same);
    };
    close((await relevanceAt("branch0", build)).relevance, await ofOutput(build));
    expect((await relevanceAt("same", build)).relevance.data.every((value) => value === 0)).toBe(true);
  });
});

describe("a normalisation over channels", () => {
  it.each<[string, Build]>([
    ["softmax", (b, z) => b.apply({ type: "softmax", axis: 1 }, [z])],
    [
      "local response normalisation",
      (b, z) => b.apply({ type: "localResponseNormalisation", size: 3, alpha: 0.5, beta: 0.75, bias: 1 }, [z]),
    ],
  ])("passes on: %s", async (_, build) => {
    const { relevance, notes } = await relevanceAt("branch0", build);
    close(relevance, await ofOutput(build));
    expect(notes.join()).toContain("A normalisation over channels");
  });
});

describe("what has no rule", () => {
  it.each<[string, Build]>([
    ["a matMul whose weights are not constant", (b, signal, other) => b.matMul(signal, other)],
    ["a power whose exponent is not constant", (b, signal, other) => b.binary("power", f(b, "exp", signal), other)],
  ])("is refused: %s", async (what, build) => {
    await expect(relevanceAt("branch0", build)).rejects.toMatchObject({
      code: "METHOD_UNDEFINED",
      message: expect.stringContaining(what),
    });
  });
});

describe("batch norm", () => {
  it("after a convolution or dense layer counts as part of it", async () => {
    const [scale, shift] = [random.values(4), random.values(4)];
    const build = (merged: boolean): Network => {
      const builder = new NetworkBuilder();
      const image = builder.input("image", [BATCH, ...shape.slice(1)]);
      const kernel = kernels[0]!;
      const scaled = kernel.data.map((w, i) => w * scale[Math.floor(i / 36)]!);
      const operation = { type: "convolution", ...window, groups: 1 } as const;
      const perChannel = (values: Float32Array) => builder.constant(tensor([1, 4, 1, 1], values));
      const normed = merged
        ? builder.apply(operation, [
            image,
            builder.constant({ ...kernel, data: scaled }),
            builder.constant(tensor([4], shift)),
          ])
        : builder.add(
            builder.multiply(builder.apply(operation, [image, builder.constant(kernel)]), perChannel(scale)),
            perChannel(shift),
          );
      return builder.build([f(builder, "relu", normed)]);
    };
    for (const rule of ["z-plus", "epsilon", "gamma"]) {
      const question = { parameters: { rule }, images: x, weights };
      const [apart, joined] = [
        await relevanceOf(engine, build(false), question),
        await relevanceOf(engine, build(true), question),
      ];
      expect(apart.scores).toHaveLength(2);
      expect(relativeError(apart.scores, joined.scores)).toBeLessThan(1e-5);
      close(apart.relevance, joined.relevance.data);
      expect(apart.notes).toEqual([]);
    }
  });
});
