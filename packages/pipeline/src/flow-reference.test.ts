/** Flow and rest of whole networks against references in float64, in both passes, and the identity that ties them. */
import type { GraphNode } from "@gipfel/contracts";
import { importOnnx } from "@gipfel/network";
import { describe, expect, it } from "vitest";
import { type Analysis, allInSecondPass, analyse, type Subject } from "./testing/analyse.js";
import { relativeError } from "./testing/compare.js";
import { type ChainReference, chainReferences } from "./testing/reference-cases.js";

/** More than any layer has neurons, so that each is a concept of its own. */
const everyNeuron = 64;

/** Each image is a class of its own, so that graphs show single images; `turn` pairs images with logits. */
async function subjectOf({ model, layers, images, baseline }: ChainReference, turn: number): Promise<Subject> {
  const { network } = await importOnnx(model);
  const count = images.shape[0]!;
  return {
    network,
    images,
    labels: Array.from({ length: count }, (_, image) => (image + turn) % count),
    options: { layers: layers.slice(0, -1), baseline, clusters: everyNeuron },
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function checkImage({ graphs, document }: Analysis, reference: ChainReference, image: number, logit: number): void {
  const { nodes, class: of } = graphs.get(String(logit))!;
  const partsOf = (parts: (typeof reference)["flow"], layer: string, own: readonly GraphNode[]) =>
    own.map(({ neurons }) => sum(neurons.map((neuron) => parts[layer]![image]![neuron]![logit]!)));
  const nodesWith = (role: string) =>
    document.layers
      .filter((layer) => layer.role === role)
      .map(({ id, name }) => ({ name, own: nodes.filter(({ layer }) => layer === id) }));
  const [input] = nodesWith("input");
  const hidden = nodesWith("hidden");
  for (const { name, own } of [input!, ...hidden]) {
    const flow = own.map((node) => node.flow!);
    expect(relativeError(flow, partsOf(reference.flow, name, own)), `flow of ${name}`).toBeLessThan(1e-4);
  }
  for (const { name, own } of hidden) {
    const rest = own.map((node) => node.rest!);
    expect(relativeError(rest, partsOf(reference.rest, name, own)), `rest of ${name}`).toBeLessThan(1e-4);
  }
  // logit − logit|rest = Σ flow of the first layer + Σ rest of the layers between it and the output.
  const explained = sum([
    ...input!.own.map(({ flow }) => flow!),
    ...hidden.flatMap(({ own }) => own.map(({ rest }) => rest!)),
  ]);
  const parts = nodes.map(({ flow }) => Math.abs(flow!));
  expect(Math.abs(of.logit - reference.logitsAtRest[image]![logit]! - explained)).toBeLessThan(
    1e-5 * Math.max(...parts),
  );
  expect(of.logit).toBeCloseTo(reference.logits[image]![logit]!, 5);
}

describe.each(chainReferences())("the flow through $name", (reference) => {
  const turns = reference.logits.map((_, turn) => turn);

  async function check(turn: number, replan?: Subject["replan"]): Promise<void> {
    await analyse({ ...(await subjectOf(reference, turn)), ...(replan ? { replan } : {}) }, async (analysis) => {
      expect(analysis.document.segments.every(({ kind }) => kind === "exact")).toBe(true);
      for (const image of turns) checkImage(analysis, reference, image, (image + turn) % turns.length);
    });
  }

  it.each(turns)("is the reference's, and its parts add up: image i, logit i + %i", (turn) => check(turn));

  it.each(turns)("is the same in the second pass: image i, logit i + %i", (turn) => check(turn, allInSecondPass));
});
