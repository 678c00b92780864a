/** What must hold of image paths, on networks of random shape: they are the terms of the class graph's means. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ImagePathDocument, parseAs } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import type { AnalysisOptions } from "../analysis-options.js";
import { AnalysisFolder } from "../files/analysis-folder.js";
import { type Analysis, allInSecondPass, analyse } from "../testing/analyse.js";
import { relativeError } from "../testing/compare.js";
import { randomImages, randomNetwork } from "../testing/random-network.js";
import { findEdgeImages } from "./edge-images.js";
import type { FinishedClass } from "./image-shards.js";
import { traceImage } from "./trace-image.js";

const labels = [0, 1, 0, 1, 0, 1, 0, 0];
const classId = "0";

interface Traced {
  readonly analysis: Analysis;
  readonly finished: FinishedClass;
  /** One for each image of the class. */
  readonly paths: readonly { readonly image: number; readonly path: ImagePathDocument }[];
  readonly work: AnalysisFolder;
}

interface Case {
  readonly seed: number;
  readonly options?: Partial<AnalysisOptions>;
  readonly second?: boolean;
}

async function traced<T>({ seed, options, second = false }: Case, use: (traced: Traced) => Promise<T>): Promise<T> {
  const subject = {
    network: randomNetwork(seed),
    images: randomImages(labels.length, seed),
    labels,
    options: { clusters: 2, tolerance: 1e-3, ...options },
    ...(second ? { replan: allInSecondPass } : {}),
  };
  const folder = await mkdtemp(join(tmpdir(), "gipfel-paths-"));
  try {
    return await analyse(subject, async (analysis) => {
      const { prepared, graphs } = analysis;
      const analysed = prepared.classes.find(({ id }) => id === classId)!;
      const finished = { prepared, analysed, graph: graphs.get(classId)!, results: analysis.folder };
      const work = new AnalysisFolder(folder);
      const paths = [];
      for (const { image } of analysed.shards.flatMap(({ images }) => images)) {
        const path = await traceImage(finished, image, work);
        paths.push({ image: image.index, path: parseAs(ImagePathDocument, path, "GRAPH_INVALID", "image path") });
      }
      return use({ analysis, finished, paths, work });
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const key = ({ source, target }: { source: string; target: string }) => `${source} ${target}`;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean over the paths of an edge's amount; an edge that a path does not have is 0 there. */
function meanEdges(paths: Traced["paths"], edges: readonly string[], quantity: "contribution" | "gradient"): number[] {
  const amounts = paths.map(({ path }) => new Map(path.edges.map((edge) => [key(edge), edge[quantity]])));
  return edges.map((edge) => mean(amounts.map((own) => own.get(edge) ?? 0)));
}

/** Edges into layers of the closed form, and into others: the points of a path are chosen batch by batch. */
function byKind({ document }: Analysis, edges: readonly { source: string; target: string }[]) {
  const exact = new Set(document.segments.filter(({ kind }) => kind === "exact").map(({ target }) => target));
  const isExact = ({ target }: { target: string }) => exact.has(target.slice(0, target.lastIndexOf("/")));
  return [
    { edges: edges.filter(isExact).map(key), tolerance: 1e-5 },
    { edges: edges.filter((edge) => !isExact(edge)).map(key), tolerance: 5e-3 },
  ];
}

const isExact = ({ document }: Analysis) => document.segments.every(({ kind }) => kind === "exact");

describe.each<Case>([
  { seed: 1 },
  { seed: 4 },
  { seed: 6, options: { baseline: "mean" } },
  { seed: 2, options: { scope: "class" } },
  { seed: 4, second: true },
  { seed: 3, options: { edgeMethod: "gradient-x-input" } },
])("image paths of %j", (subject) => {
  it("have the class's edges, flow and activations as their mean, and complete segments", () =>
    traced(subject, async ({ analysis, finished, paths }) => {
      const { graph } = finished;
      const keys = graph.edges.map(key);
      const [exact, integrated] = byKind(analysis, graph.edges);
      expect(exact!.edges.length).toBeGreaterThan(4);
      for (const { edges, tolerance } of [exact!, integrated!]) {
        for (const quantity of ["contribution", "gradient"] as const) {
          const expected = edges.map((edge) => graph.edges.find((one) => key(one) === edge)![quantity]);
          expect(relativeError(meanEdges(paths, edges, quantity), expected), quantity).toBeLessThan(tolerance);
        }
      }
      for (const { path } of paths) {
        for (const edge of path.edges) expect(keys).toContain(key(edge));
        expect(path.nodes.map(({ id }) => id)).toEqual(graph.nodes.map(({ id }) => id));
      }
      const ofNodes = (value: (n: number, p: number) => number) =>
        graph.nodes.map((_, n) => mean(paths.map((__, p) => value(n, p))));
      const activations = ofNodes((n, p) => paths[p]!.path.nodes[n]!.activation);
      expect(
        relativeError(
          activations,
          graph.nodes.map(({ meanActivation }) => meanActivation),
        ),
      ).toBeLessThan(1e-5);
      const flows = ofNodes((n, p) => paths[p]!.path.nodes[n]!.flow ?? 0);
      expect(
        relativeError(
          flows,
          graph.nodes.map(({ flow }) => flow ?? 0),
        ),
      ).toBeLessThan(isExact(analysis) ? 1e-5 : 5e-3);
      for (const { path } of paths) {
        if (finished.prepared.options.edgeMethod !== "integrated-gradients") continue;
        for (const { kind, target, completenessResidual } of path.segments)
          if (kind === "exact") expect(completenessResidual ?? 0, target).toBeLessThan(1e-4);
      }
    }));
});

describe("an image path", () => {
  it("says how unusual activations are: scores of a class's images have mean 0 and mean square 1", () =>
    traced({ seed: 4 }, async ({ paths, finished }) => {
      let compared = 0;
      finished.graph.nodes.forEach((_, n) => {
        const own = paths.map(({ path }) => path.nodes[n]!.ofClass);
        const scores = own.map((standing) => standing?.score ?? null).filter((score) => score !== null);
        if (scores.length < paths.length) return;
        compared += 1;
        expect(mean(scores)).toBeCloseTo(0, 3);
        expect(mean(scores.map((score) => score ** 2))).toBeCloseTo(1, 3);
        const levels = own.map((standing) => standing!.level);
        expect([Math.min(...levels), Math.max(...levels)]).toEqual([expect.closeTo(0, 3), expect.closeTo(1, 3)]);
      });
      expect(compared).toBeGreaterThan(4);
    }));

  it("begins with what the network takes the image for", () =>
    traced({ seed: 1 }, async ({ paths }) => {
      for (const { path } of paths) {
        const { predictions, logit } = path;
        expect(predictions).toHaveLength(3);
        expect(predictions.reduce((sum, { probability }) => sum + probability!, 0)).toBeCloseTo(1, 9);
        expect(predictions.find(({ index }) => index === 0)?.logit).toBeCloseTo(logit, 4);
        // Also those that have no graph.
        expect(predictions.map(({ name }) => name)).toEqual(predictions.map(({ index }) => String(index)));
        expect(predictions.map((one) => one.logit)).toEqual(predictions.map((one) => one.logit).sort((a, b) => b - a));
      }
    }));

  it("is the same every time", () =>
    traced({ seed: 4 }, async ({ finished, paths, work }) => {
      const [first] = finished.analysed.shards.flatMap(({ images }) => images);
      expect(await traceImage(finished, first!.image, work)).toEqual(paths[0]!.path);
    }));
});

describe.each<Case>([{ seed: 1 }, { seed: 4, second: true }, { seed: 5, options: { batch: 2 } }])(
  "edge images of %j",
  (subject) => {
    it("are those on which the image paths have the largest contributions", () =>
      traced(subject, async ({ analysis, finished, paths, work }) => {
        const { edges } = await findEdgeImages(finished, work);
        expect(edges.map(key)).toEqual(finished.graph.edges.map(key));
        const tolerance = isExact(analysis) ? 1e-5 : 5e-3;
        const scale = Math.max(...finished.graph.edges.map(({ contribution }) => Math.abs(contribution)));
        for (const edge of edges) {
          const own = paths.flatMap(({ image, path }) => {
            const found = path.edges.find((one) => key(one) === key(edge));
            return found && found.contribution !== 0 ? [{ image, amount: found.contribution }] : [];
          });
          expect(edge.images).toHaveLength(own.length);
          for (const { image, contribution } of edge.images) {
            const expected = own.find((one) => one.image === image)!.amount;
            expect(Math.abs(contribution - expected)).toBeLessThan(tolerance * scale * paths.length);
          }
          const amounts = edge.images.map(({ contribution }) => Math.abs(contribution));
          expect(amounts).toEqual(amounts.toSorted((a, b) => b - a));
        }
      }));
  },
);
