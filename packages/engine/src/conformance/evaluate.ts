import { NetworkBuilder, type Shape, type Value } from "@gipfel/network";
import { expect } from "vitest";
import type { Engine, RunTensor, RunTensors } from "../engine.js";

/** Inputs by name: what is fed, and the shape the network declares for it, which may be symbolic. */
export type Inputs = Readonly<Record<string, RunTensor & { readonly declared?: Shape }>>;

/** Builds a network over the inputs, runs it once and returns its outputs in order. */
export async function evaluate(
  engine: Engine,
  inputs: Inputs,
  build: (builder: NetworkBuilder, ...values: Value[]) => Value[],
): Promise<RunTensor[]> {
  const builder = new NetworkBuilder();
  const values = Object.entries(inputs).map(([name, { shape, declared }]) => builder.input(name, declared ?? shape));
  const outputs = build(builder, ...values);
  const compiled = await engine.compile(builder.build(outputs));
  try {
    const feeds: RunTensors = inputs;
    const made = await compiled.run(feeds);
    return outputs.map(({ name }) => made[name]!);
  } finally {
    await compiled.dispose();
  }
}

/** Same shape, and values that differ by at most `tolerance` times the largest expected one. */
export function expectClose(actual: RunTensor, expected: RunTensor, tolerance = 1e-5): void {
  expect(actual.shape).toEqual(expected.shape);
  expect(actual.data.length).toBe(expected.data.length);
  const largest = expected.data.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  const worst = actual.data.reduce((max, value, i) => {
    const difference = Math.abs(value - expected.data[i]!);
    return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(max, difference);
  }, 0);
  expect(worst).toBeLessThanOrEqual(tolerance * largest);
}
