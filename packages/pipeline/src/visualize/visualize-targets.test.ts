import { OnnxruntimeEngine } from "@gipfel/engine";
import { BATCH, fixedSize, type Network, NetworkBuilder, tensor } from "@gipfel/network";
import { afterAll, describe, expect, it } from "vitest";
import type { Progress } from "../ports.js";
import { Random } from "../testing/random.js";
import type { VisualizeOptions } from "./visualize-options.js";
import { type Visualisation, type VisualizedTarget, visualizeTargets } from "./visualize-targets.js";

const engine = new OnnxruntimeEngine({ device: "cpu", threads: 1 });
afterAll(() => engine.dispose());

const input = [3, 16, 16] as const;
const options: VisualizeOptions = { steps: 40, seed: 0, batch: 4 };

/** "edges" of 4 neurons at 16 × 16, "parts" of 5 at 8 × 8, and 3 logits. Neuron 4 of "parts" is never active. */
function smallNetwork(): Network {
  const builder = new NetworkBuilder();
  const random = new Random(6);
  const constant = (shape: readonly number[], scale: number) =>
    builder.constant(tensor(shape, random.values(fixedSize(shape), scale)));
  const layer = (x: ReturnType<typeof builder.input>, out: number, inputs: number, stride: number, bias: number[]) =>
    builder.apply(
      { type: "convolution", strides: [stride, stride], pads: [1, 1, 1, 1], dilations: [1, 1], groups: 1 },
      [x, constant([out, inputs, 3, 3], 0.4), builder.constant(tensor([out], bias))],
    );
  const relu = { type: "scalar", function: { name: "relu" } } as const;
  const image = builder.input("image", [BATCH, ...input]);
  const edges = builder.apply(relu, [layer(image, 4, 3, 1, [0, 0, 0, 0])], "edges");
  const parts = builder.apply(relu, [layer(edges, 5, 4, 2, [0, 0, 0, 0, -1e6])], "parts");
  const logits = builder.matMul(builder.reduce("mean", parts, [2, 3]), constant([5, 3], 1));
  return builder.build([builder.add(logits, constant([1, 3], 0.1))]);
}

const network = smallNetwork();
const visualized = { model: { network, input }, preprocessing: null };
const logits = network.outputs[0]!;

function target(name: string, neurons: readonly number[], position: VisualizedTarget["position"] = null) {
  const weights = new Float32Array({ edges: 4, parts: 5 }[name] ?? 3);
  for (const neuron of neurons) weights[neuron] = 1;
  return { tensor: name, weights, position, name: `${name}:${neurons.join("+")}` };
}

async function visualize(
  targets: readonly VisualizedTarget[],
  given: Partial<VisualizeOptions> = {},
  context = {},
): Promise<Map<string, Visualisation>> {
  const made = new Map<string, Visualisation>();
  const all = visualizeTargets(engine, visualized, targets, { ...options, ...given }, context);
  for await (const { target: done, visualisation } of all) made.set(done.name, visualisation);
  return made;
}

const bytes = (made: Visualisation | undefined) => Buffer.from(made!.picture.data).toString("base64");

describe("visualizeTargets", () => {
  it("raises the score of classes, neurons, concepts and single positions far above that of noise", async () => {
    const targets = [target(logits, [1]), target("parts", [2]), target("edges", [0, 3]), target("parts", [0], [3, 4])];
    const made = await visualize(targets, { steps: 128 });
    expect([...made.keys()].sort()).toEqual(targets.map(({ name }) => name).sort());
    const noise = new Map(targets.map(({ name }) => [name, [] as number[]]));
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const started = await visualize(targets, { steps: 1, seed });
      for (const [name, { startScore }] of started) noise.get(name)!.push(startScore);
    }
    for (const [name, { startScore, score, course, picture }] of made) {
      const scores = [startScore, ...noise.get(name)!];
      const [least, most] = [Math.min(...scores), Math.max(...scores)];
      expect(score, name).toBeGreaterThan(most + 5 * (most - least));
      expect(course.at(-1)!.score, name).toBeGreaterThan(course[0]!.score);
      expect(course.length).toBeLessThanOrEqual(16);
      expect(picture).toMatchObject({ width: 16, height: 16 });
    }
  });

  it("is the same byte for byte for a seed, and another picture for another seed", async () => {
    const one = target(logits, [0]);
    const [first, again, other] = [
      await visualize([one]),
      await visualize([one]),
      await visualize([one], { seed: 1 }),
    ].map((made) => made.get(one.name));
    expect(again).toEqual(first);
    expect(bytes(other)).not.toBe(bytes(first));
  });

  it("does not depend on what else is drawn, nor on the batch", async () => {
    const one = target("parts", [2]);
    const others = [target("parts", [0]), target("parts", [1, 3]), target("parts", [4]), target(logits, [2])];
    const alone = (await visualize([one])).get(one.name);
    for (const batch of [1, 2, 8]) {
      const beside = (await visualize([others[0]!, one, ...others.slice(1)], { batch })).get(one.name);
      expect(bytes(beside)).toBe(bytes(alone));
      expect(beside!.score).toBe(alone!.score);
    }
  });

  it("scores by the mean over neurons and positions", async () => {
    const neurons = [0, 1, 2];
    const start = async (asked: VisualizedTarget) =>
      (await visualize([asked], { steps: 1 })).get(asked.name)!.startScore;
    const single = await Promise.all(neurons.map((neuron) => start(target("edges", [neuron]))));
    const mean = single.reduce((sum, score) => sum + score, 0) / 3;
    expect(await start(target("edges", neurons))).toBeCloseTo(mean, 6);
    const places = Array.from({ length: 64 }, (_, i) => [Math.floor(i / 8), i % 8] as const);
    let sum = 0;
    for (const place of places) sum += await start(target("parts", [0], place));
    expect(await start(target("parts", [0]))).toBeCloseTo(sum / 64, 6);
  });

  it("draws the filter of a neuron that sees the whole image", async () => {
    const size = 12;
    const builder = new NetworkBuilder();
    const filter = Float32Array.from({ length: size * size }, (_, i) => Math.cos((2 * Math.PI * (i % size)) / size));
    const window = { strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1], groups: 1 } as const;
    const inputs = [
      builder.input("image", [BATCH, 1, size, size]),
      builder.constant(tensor([1, 1, size, size], filter)),
    ];
    const tuned = builder.apply({ type: "convolution", ...window }, inputs, "tuned");
    const model = { network: builder.build([tuned]), input: [1, size, size] as const };
    const asked = { tensor: "tuned", weights: Float32Array.of(1), position: null, name: "tuned" };
    const all = visualizeTargets(engine, { model, preprocessing: null }, [asked], { ...options, steps: 64 });
    for await (const { visualisation } of all) {
      const drawn = visualisation.picture.data.filter((_, i) => i % 3 === 0);

      expect(correlation(drawn, filter)).toBeGreaterThan(0.7);
    }
  });

  it("says so where the target never becomes active", async () => {
    const dead = target("parts", [4]);
    const { notes, score } = (await visualize([dead], { steps: 24 })).get(dead.name)!;
    expect(score).toBe(0);
    expect(notes.join()).toContain("stayed inactive");
  });

  it("says what range it assumes without a preprocessing", async () => {
    const [made] = (await visualize([target(logits, [0])], { steps: 1 })).values();
    expect(made!.notes).toEqual(["without a preprocessing, black and white are taken to be -2 and 2"]);
  });

  it("counts its steps, and stops between two of them", async () => {
    const reports: Progress[] = [];
    const controller = new AbortController();
    const onProgress = (progress: Progress) => {
      reports.push(progress);
      if (progress.done === 16) controller.abort();
    };
    const targets = [target("edges", [0]), target("edges", [1]), target(logits, [0])];
    await visualize(targets, { steps: 12, batch: 1 }, { onProgress: (progress: Progress) => reports.push(progress) });
    expect(reports.at(-1)).toEqual({ phase: "visualize", done: 36, total: 36, unit: "steps" });
    const interrupted = visualize(targets, { steps: 12, batch: 1 }, { onProgress, signal: controller.signal });
    await expect(interrupted).rejects.toMatchObject({ code: "CANCELLED" });
    expect(reports.at(-1)!.done).toBe(16);
  });
});

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const centred = (values: ArrayLike<number>) => {
    const list = Array.from(values);
    const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
    return list.map((value) => value - mean);
  };
  const [x, y] = [centred(a), centred(b)];
  return x.reduce((sum, value, i) => sum + value * y[i]!, 0) / (Math.hypot(...x) * Math.hypot(...y));
}
