import type { GraphDocument, GraphEdge, LayerClustering } from "@gipfel/contracts";
import { shareOf } from "@gipfel/graph";
import { BATCH, type Network, NetworkBuilder, tensor } from "@gipfel/network";
import { describe, expect, it } from "vitest";
import type { AnalysisOptions } from "../analysis-options.js";
import { type Analysis, allInSecondPass, analyse, type Subject } from "../testing/analyse.js";
import { Random } from "../testing/random.js";
import { randomImages, randomNetwork } from "../testing/random-network.js";
import { Regrouper } from "./regrouper.js";

/** Two convolutions with ReLU, their mean, and a dense layer: 14 and 20 neurons to group. */
function wideNetwork(): Network {
  const random = new Random(5);
  const builder = new NetworkBuilder();
  const constant = (shape: number[], scale: number) =>
    builder.constant(
      tensor(
        shape,
        random.values(
          shape.reduce((a, b) => a * b),
          scale,
        ),
      ),
    );
  const geometry = { type: "convolution", strides: [1, 1], dilations: [1, 1], pads: [1, 1, 1, 1], groups: 1 } as const;
  let x = builder.input("image", [BATCH, 3, 8, 8]);
  for (const [from, to] of [
    [3, 14],
    [14, 20],
  ] as const) {
    x = builder.apply(geometry, [x, constant([to, from, 3, 3], 0.5), constant([to], 0.2)]);
    x = builder.apply({ type: "scalar", function: { name: "relu" } }, [x]);
  }
  return builder.build([builder.matMul(builder.reduce("mean", x, [2, 3]), constant([20, 3], 1))]);
}

const labels = Array.from({ length: 44 }, (_, n) => n % 2);
const wide = (options: Partial<AnalysisOptions>): Subject => ({
  ...{ network: wideNetwork(), images: randomImages(labels.length, 3), labels, options },
});
const random = (seed: number, options: Partial<AnalysisOptions>): Subject => ({
  ...{ network: randomNetwork(seed), images: randomImages(8, seed), labels: [0, 1, 0, 1, 0, 1, 0, 1], options },
});

type Layers = Readonly<Record<string, LayerClustering>>;

const regroup = ({ document, graphs, read }: Analysis, classId: string, layers: Layers, from = graphs.get(classId)!) =>
  new Regrouper(document, read).regroup(from, classId, { layers });
const hidden = ({ layers }: Pick<GraphDocument, "layers">) => layers.filter(({ role }) => role === "hidden");
const conceptsOf = ({ nodes }: GraphDocument, layer: string) =>
  nodes.filter((node) => node.layer === layer).map(({ neurons }) => neurons);
const everyLayer = (document: Pick<GraphDocument, "layers">, clusters: number): Layers =>
  Object.fromEntries(hidden(document).map(({ id }) => [id, { clusters }]));

/** Up to rounding of float32, in which pair matrices are kept. */
function expectClose(actual: readonly (number | null)[], expected: readonly (number | null)[]): void {
  expect(actual.map((value) => value === null)).toEqual(expected.map((value) => value === null));
  const scale = Math.max(...expected.map((value) => Math.abs(value ?? 0)));
  actual.forEach((value, i) => {
    expect(Math.abs((value ?? 0) - (expected[i] ?? 0))).toBeLessThanOrEqual(1e-6 * scale);
  });
}

function expectSameEdges(actual: readonly GraphEdge[], expected: readonly GraphEdge[]): void {
  const table = (edges: readonly GraphEdge[]) => new Map(edges.map((edge) => [`${edge.source}>${edge.target}`, edge]));
  const [own, others] = [table(actual), table(expected)];
  const keys = [...new Set([...own.keys(), ...others.keys()])];
  for (const quantity of ["contribution", "gradient"] as const) {
    const values = (edges: typeof own) => keys.map((key) => edges.get(key)?.[quantity] ?? 0);
    expectClose(values(own), values(others));
  }
}

/** All that another analysis with the same concepts says, but for the errors of new edges. */
function expectSameGraph(actual: GraphDocument, expected: GraphDocument): void {
  expect(actual.layers).toEqual(expected.layers);
  expect(actual.segments).toEqual(expected.segments);
  const sets = ({ nodes }: GraphDocument) => nodes.map(({ id, neurons, examples }) => ({ id, neurons, examples }));
  expect(sets(actual)).toEqual(sets(expected));
  for (const figure of ["meanActivation", "flow", "rest", "restActivation", "share", "pagerank"] as const) {
    expectClose(
      actual.nodes.map((node) => node[figure]),
      expected.nodes.map((node) => node[figure]),
    );
  }
  expectSameEdges(actual.edges, expected.edges);
}

const isExact = ({ document }: Analysis) => document.pairs.every(({ columns }) => columns !== "nodes");

describe("a view with the concepts of its analysis", () => {
  it.each<[string, Subject]>([
    ["clusters given", wide({ clusters: 4 })],
    ["clusters chosen", wide({ clusters: "auto" })],
    ["clusters of each class", wide({ clusters: 3, scope: "class" })],
    ["a random network", random(2, { clusters: 2 })],
    ["concepts for columns", { ...random(4, { clusters: 2 }), replan: allInSecondPass }],
  ])("is its graph, byte for byte: %s", async (_, subject) => {
    await analyse(subject, async (analysis) => {
      for (const [id, graph] of analysis.graphs) {
        const concepts = hidden(graph).map((layer) => [layer.id, { concepts: conceptsOf(graph, layer.id) }]);
        const counts = hidden(graph).map((layer) => [layer.id, { clusters: conceptsOf(graph, layer.id).length }]);
        for (const layers of [{}, ...[concepts, counts].map((list): Layers => Object.fromEntries(list))]) {
          expect(JSON.stringify(await regroup(analysis, id, layers))).toBe(JSON.stringify(graph));
        }
      }
    });
  });
});

describe("a view with another number of concepts", () => {
  it.each<[string, (clusters: number) => Subject, number]>([
    ["fewer", (clusters) => wide({ clusters }), 2],
    ["more", (clusters) => wide({ clusters }), 7],
    ["as many as neurons", (clusters) => wide({ clusters }), 20],
    ["by images", (clusters) => wide({ clusters, profile: "image" }), 5],
    ["in each class", (clusters) => wide({ clusters, scope: "class" }), 5],
    ["against the mean", (clusters) => wide({ clusters, baseline: "mean" }), 6],
    ...[1, 3, 5, 6].map((seed): [string, (clusters: number) => Subject, number] => [
      `random network ${seed}`,
      (clusters) => random(seed, { clusters }),
      3,
    ]),
  ])("is what an analysis with that number says: %s", async (_, subject, clusters) => {
    const graphs = await analyse(subject(clusters), async ({ graphs: made }) => made);
    await analyse(subject(4), async (analysis) => {
      expect(isExact(analysis)).toBe(true);
      for (const [id, expected] of graphs) {
        expectSameGraph(await regroup(analysis, id, everyLayer(expected, clusters)), expected);
      }
    });
  });
});

describe("a view with a split concept", () => {
  it("adds up to the same, and is the graph again when its parts are merged", async () => {
    await analyse(wide({ clusters: 4 }), async (analysis) => {
      const graph = analysis.graphs.get("0")!;
      const total = ({ edges, nodes }: GraphDocument, layer: string) => {
        const own = new Map(nodes.filter((node) => node.layer === layer).map((node) => [node.id, node]));
        const sum = (values: readonly (number | null)[]) =>
          values.reduce<number>((all, value) => all + (value ?? 0), 0);
        return [
          ...(["flow", "rest", "restActivation"] as const).map((name) =>
            sum([...own.values()].map((node) => node[name])),
          ),
          sum(edges.filter(({ source }) => own.has(source)).map(({ contribution }) => contribution)),
          sum(edges.filter(({ target }) => own.has(target)).map(({ contribution }) => contribution)),
        ];
      };
      for (const { id } of hidden(graph)) {
        const concepts = conceptsOf(graph, id);
        const split = await regroup(analysis, "0", { [id]: { concepts, split: { concept: 1, into: 3 } } });
        const parts = conceptsOf(split, id);
        expect(parts).toHaveLength(concepts.length + 2);
        expect(parts.toSpliced(1, 1).slice(0, 3)).toEqual(concepts.toSpliced(1, 1));
        const taken = [parts[1]!, ...parts.slice(4)];
        expect(taken.flat().sort((a, b) => a - b)).toEqual(concepts[1]);
        expect(split.options.regrouped).toEqual([id]);
        expectClose(total(split, id), total(graph, id));
        expect(shareOf(split, { nodes: new Set(split.nodes.map((node) => node.id)) })).toBeCloseTo(1, 12);

        // What was not touched keeps its errors; what is new has none.
        const before = new Map(graph.edges.map((edge) => [`${edge.source}>${edge.target}`, edge]));
        for (const edge of split.edges) {
          const isNew = [`${id}/1`, `${id}/4`, `${id}/5`].some((node) => edge.source === node || edge.target === node);
          if (isNew) expect(edge.standardError).toBeNull();
          else expect(edge).toEqual(before.get(`${edge.source}>${edge.target}`));
        }
        const merged = [parts[0]!, taken.flat(), parts[2]!, parts[3]!];
        const back = await regroup(analysis, "0", { [id]: { concepts: merged } }, split);
        expectSameEdges(back.edges, graph.edges);
        expectSameGraph(await regroup(analysis, "0", { [id]: { concepts: merged } }), graph);
      }
    });
  });

  it("tells how good its concepts are as far as that is known", async () => {
    await analyse(wide({ clusters: 4 }), async (analysis) => {
      const graph = analysis.graphs.get("0")!;
      const [first] = hidden(graph);
      const concepts = conceptsOf(graph, first!.id);
      const split = await regroup(analysis, "0", { [first!.id]: { concepts, split: { concept: 0, into: 2 } } });
      const layer = split.layers.find(({ id }) => id === first!.id)!;
      expect(layer.silhouette).not.toBe(first!.silhouette);
      expect(Math.abs(layer.silhouette!)).toBeLessThanOrEqual(1);
      expect([layer.chanceSilhouette, layer.stability]).toEqual([null, null]);
      expect(layer.explainedVariance).toBe(first!.explainedVariance);
    });
  });
});

describe("what an analysis did not keep", () => {
  const rerun = { code: "RERUN_NEEDED" };

  it("is refused where segments were computed for each concept; their concepts can be merged", async () => {
    await analyse({ ...wide({ clusters: 4 }), replan: allInSecondPass }, async (analysis) => {
      const graph = analysis.graphs.get("0")!;
      const [, second] = hidden(graph);
      const { id } = second!;
      const concepts = conceptsOf(graph, id);
      const segment = expect.stringContaining(`the segment into ${id} `);
      const split = regroup(analysis, "0", { [id]: { concepts, split: { concept: 0, into: 2 } } });
      await expect(split).rejects.toMatchObject({ ...rerun, message: segment });
      const [a, b, c, d] = concepts;
      const merged = await regroup(analysis, "0", { [id]: { concepts: [[...a!, ...c!], b!, d!] } });
      const sum = (edges: readonly GraphEdge[], target: string) =>
        edges.filter((edge) => edge.target === target).reduce((all, { contribution }) => all + contribution, 0);
      expect(sum(merged.edges, `${id}/0`)).toBeCloseTo(sum(graph.edges, `${id}/0`) + sum(graph.edges, `${id}/2`), 9);
    });
  });

  it("does not stand in the way of what feeds such a segment", async () => {
    const plain = wide({ clusters: 4 });
    const layers = await analyse(plain, async ({ document }) => hidden(document).map(({ id }) => id));
    const onlyLast: Subject["replan"] = (plan) => ({
      ...plan,
      segments: plan.segments.map((segment) =>
        segment.target.id === layers[1] ? { ...segment, columns: "nodes" as const } : segment,
      ),
    });
    const split = async (analysis: Analysis) => {
      const concepts = conceptsOf(analysis.graphs.get("0")!, layers[0]!);
      return regroup(analysis, "0", { [layers[0]!]: { concepts, split: { concept: 0, into: 2 } } });
    };
    const expected = await analyse(plain, split);
    const actual = await analyse({ ...plain, replan: onlyLast }, split);
    expectSameEdges(actual.edges, expected.edges);
  });

  it("leaves merging, and numbers that stay, to analyses of which nothing is known but their graphs", async () => {
    await analyse(wide({ clusters: 4, pairs: "none" }), async (analysis) => {
      const graph = analysis.graphs.get("0")!;
      const { id } = hidden(graph)[0]!;
      expect(await regroup(analysis, "0", { [id]: { clusters: 4 } })).toEqual(graph);
      const [a, b, ...others] = conceptsOf(graph, id);
      const merged = await regroup(analysis, "0", { [id]: { concepts: [[...a!, ...b!], ...others] } });
      expect(merged.nodes.find((node) => node.id === `${id}/0`)?.neurons).toHaveLength(a!.length + b!.length);
      for (const clustering of [
        { clusters: 5 },
        { concepts: [a!, b!, ...others], split: { concept: 0, into: 2 } },
        { concepts: [a!.slice(1), [a![0]!, ...b!], ...others] },
      ]) {
        await expect(regroup(analysis, "0", { [id]: clustering })).rejects.toMatchObject(rerun);
      }
    });
  });

  it("is not asked for what makes no sense", async () => {
    await analyse(wide({ clusters: 4 }), async (analysis) => {
      const graph = analysis.graphs.get("0")!;
      const { id } = hidden(graph)[0]!;
      const concepts = conceptsOf(graph, id);
      const refused: [Layers, string][] = [
        [{ nowhere: { clusters: 2 } }, "LAYER_UNKNOWN"],
        [{ [graph.layers.at(-1)!.id]: { clusters: 1 } }, "OPTION_INVALID"],
        [{ [id]: { concepts: concepts.slice(1) } }, "OPTION_INVALID"],
        [{ [id]: { concepts: [...concepts, [concepts[0]![0]!]] } }, "OPTION_INVALID"],
        [{ [id]: { concepts: [...concepts, [99]] } }, "OPTION_INVALID"],
        [{ [id]: { concepts, split: { concept: 4, into: 2 } } }, "OPTION_INVALID"],
        [{ [id]: { concepts, split: { concept: 0, into: 4000 } } }, "OPTION_INVALID"],
      ];
      for (const [layers, code] of refused) {
        await expect(regroup(analysis, "0", layers)).rejects.toMatchObject({ code });
      }
    });
  });
});
