/** Every method against Captum, Zennit or its definition, on small networks that cover the operations. */
import { OnnxruntimeEngine } from "@gipfel/engine";
import { importOnnx } from "@gipfel/network";
import { afterAll, describe, expect, it } from "vitest";
import { relativeError } from "../testing/compare.js";
import { type MethodCase, type MethodReference, methodReferences } from "../testing/method-references.js";
import { Attributor } from "./attributor.js";

const engine = new OnnxruntimeEngine({ device: "cpu", threads: 1 });
afterAll(() => engine.dispose());

/** float32 against float64; a quadrature of kinked functions against the integral itself. */
const errorLimit = ({ converged }: MethodCase) => (converged ? 2e-3 : 1e-4);

async function attributionsOf(
  { model, images, baseline, targets }: MethodReference,
  { choice, level, inputRange }: MethodCase,
): Promise<number[]> {
  const { network, outputs } = await importOnnx(model);
  const subject = {
    target: network.outputs[0]!,
    position: null,
    level: level ?? network.inputs[0]!,
    inputRange,
  };
  const attributor = await Attributor.open(engine, network, subject, choice, 3);
  try {
    const size = images.data.length / targets.length;
    const made = await attributor.attribute(
      targets.map((target, index) => ({
        index,
        image: images.data.slice(index * size, (index + 1) * size),
        weights: Float32Array.from({ length: outputs }, (_, c) => (c === target ? 1 : 0)),
        baseline: baseline.data,
      })),
    );
    return made.flatMap(({ values }) => [...values]);
  } finally {
    await attributor.dispose();
  }
}

describe.each(methodReferences().map((reference) => [reference.name, reference] as const))("%s", (_, reference) => {
  it.each(reference.cases.map((each) => [each.title, each] as const))("%s", async (_title, each) => {
    const attributions = await attributionsOf(reference, each);
    expect(attributions).toHaveLength(each.attribution.data.length);
    expect(relativeError(attributions, [...each.attribution.data])).toBeLessThan(errorLimit(each));
  });
});
