/**
 * Every segment of the references computed in Python from the definition of the path integral, through a whole
 * analysis: pair matrices and node edges.
 */
import { isCollected, type SegmentPlan } from "@gipfel/attribution";
import { importOnnx } from "@gipfel/network";
import { describe, expect, it } from "vitest";
import type { AnalysisOptions } from "./analysis-options.js";
import {
  type Analysis,
  allInSecondPass,
  analyse,
  type Matrix,
  type Quantity,
  type Subject,
} from "./testing/analyse.js";
import { relativeError } from "./testing/compare.js";
import { type SegmentReference, segmentReferences } from "./testing/reference-cases.js";

const references = segmentReferences();
const logits = 3;
/** More than any layer has neurons, so that each is a concept of its own. */
const everyNeuron = 64;
const quantities: readonly Quantity[] = ["contribution", "gradient"];
/** Finer than the default, so that a wrong rule is told from a coarse sum. */
const quadratureTolerance = 1e-4;

/** All images stand for one class, whose column the output segment has. */
async function subjectOf(
  { model, images, sources, target, baseline }: SegmentReference,
  classIndex: number,
  options: Partial<AnalysisOptions>,
): Promise<Subject> {
  const { network } = await importOnnx(model);
  const layers = [...sources, ...(target === "logits" ? [] : [target])];
  return {
    network,
    images,
    labels: Array.from({ length: images.shape[0]! }, () => classIndex),
    options: { layers, baseline, tolerance: quadratureTolerance, ...options },
  };
}

function segmentOf({ plan }: Analysis, { target }: SegmentReference): SegmentPlan {
  return plan.segments.find((segment) =>
    target === "logits" ? segment.target.role === "output" : segment.target.name === target,
  )!;
}

const errorLimit = ({ exact }: SegmentReference) => (exact ? 1e-4 : 2e-3);

/** The target neurons that each column of a segment's matrices stands for. */
function columnNeurons(analysis: Analysis, { columns, target }: SegmentPlan, classIndex: number): number[][] {
  if (columns === "class") return [[classIndex]];
  if (columns === "nodes") {
    const { nodes } = analysis.graphs.get(String(classIndex))!;
    return nodes.filter(({ layer }) => layer === target.id).map(({ neurons }) => neurons);
  }
  return Array.from({ length: target.neurons }, (_, j) => [j]);
}

/** What a pair matrix must be: the reference's columns, added up. */
function expectedPairs(
  reference: readonly (readonly number[])[],
  { columns }: SegmentPlan,
  columnsOf: readonly (readonly number[])[],
): number[] {
  if (columns === "diagonal") return reference.map((row, i) => row[i]!);
  return reference.flatMap((row) => columnsOf.map((neurons) => sumAt(row, neurons)));
}

const sumAt = (values: ArrayLike<number>, at: readonly number[]) => at.reduce((sum, i) => sum + values[i]!, 0);

async function checkPairs(analysis: Analysis, reference: SegmentReference, classIndex: number): Promise<void> {
  const segment = segmentOf(analysis, reference);
  const columnsOf = columnNeurons(analysis, segment, classIndex);
  expect(columnsOf.length).toBeGreaterThan(0);
  expect(segment.sources.map(({ name }) => name)).toEqual(expect.arrayContaining([...reference.sources]));
  for (const source of segment.sources) {
    for (const quantity of quantities) {
      const matrix: Matrix = await analysis.pair(String(classIndex), source.id, segment.target.id, quantity);
      const expected = expectedPairs(reference[quantity][source.name]!, segment, columnsOf);
      expect(relativeError(matrix.data, expected), `${quantity} from ${source.name}`).toBeLessThan(
        errorLimit(reference),
      );
    }
  }
}

/** Node edges are block sums of the reference over the nodes' neurons. */
function checkEdges(analysis: Analysis, reference: SegmentReference, classIndex: number): void {
  const segment = segmentOf(analysis, reference);
  const { nodes, edges } = analysis.graphs.get(String(classIndex))!;
  const targets = nodes.filter(({ layer }) => layer === segment.target.id);
  for (const source of segment.sources) {
    const sources = nodes.filter(({ layer }) => layer === source.id);
    for (const quantity of quantities) {
      const pairs = targets.flatMap((v) => sources.map((u) => ({ u, v })));
      const actual = pairs.map(({ u, v }) => {
        const edge = edges.find((candidate) => candidate.source === u.id && candidate.target === v.id);
        return edge?.[quantity] ?? 0;
      });
      const expected = pairs.map(({ u, v }) =>
        u.neurons.reduce((sum, i) => sum + sumAt(reference[quantity][source.name]![i]!, v.neurons), 0),
      );
      expect(relativeError(actual, expected), `${quantity} from ${source.name}`).toBeLessThan(
        2 * errorLimit(reference),
      );
    }
  }
}

function checkCompleteness(analysis: Analysis, reference: SegmentReference): void {
  const { target } = segmentOf(analysis, reference);
  const { segments } = analysis.document;
  const { completenessResidual, steps } = segments.find((segment) => segment.target === target.id)!;
  // At kinks 256 points leave an error of their size; it weighs more where contributions nearly cancel.
  expect(completenessResidual).toBeLessThan(reference.exact ? 1e-5 : 1e-2);
  if (reference.exact) expect(steps).toBe(0);
  else expect(steps).toBeGreaterThan(0);
}

const classesOf = ({ target }: SegmentReference) =>
  target === "logits" ? Array.from({ length: logits }, (_, index) => index) : [0];

describe("references of single segments", () => {
  it("are there", () => {
    expect(references.length).toBeGreaterThanOrEqual(79);
  });

  describe.each(references)("$name", (reference) => {
    it("is planned as stated, with the pairs and completeness of the reference", async () => {
      for (const classIndex of classesOf(reference)) {
        await analyse(await subjectOf(reference, classIndex, { clusters: everyNeuron }), async (analysis) => {
          expect(segmentOf(analysis, reference).kind).toBe(reference.exact ? "exact" : "quadrature");
          await checkPairs(analysis, reference, classIndex);
          checkCompleteness(analysis, reference);
        });
      }
    });

    it("has the same pairs in other batches, and edges that are their block sums", async () => {
      const options = { clusters: 2, batch: 2, seed: 5 };
      await analyse(await subjectOf(reference, 0, options), async (analysis) => {
        await checkPairs(analysis, reference, 0);
        checkEdges(analysis, reference, 0);
      });
    });
  });
});

describe("the second pass", () => {
  const exact = references.filter((reference) => reference.exact && reference.target !== "logits");

  it.each(exact)("agrees with the reference of $name, which the first pass could do", async (reference) => {
    const subject = await subjectOf(reference, 0, { clusters: everyNeuron });
    await analyse({ ...subject, replan: allInSecondPass }, async (analysis) => {
      const segment = segmentOf(analysis, reference);
      expect(isCollected(segment)).toBe(segment.columns === "diagonal");
      await checkPairs(analysis, reference, 0);
      checkCompleteness(analysis, reference);
    });
  });
});
