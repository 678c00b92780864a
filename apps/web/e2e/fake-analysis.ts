/**
 * Writes an analysis folder that no network stands behind: random graphs with the shape of real ones (a concat branch,
 * a skip connection, heavy-tailed contributions, errors in proportion), and drawn images. For looking at the page and
 * for the browser test.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AnalysisDocument, GraphDocument, GraphEdge, GraphLayer, GraphNode } from "@gipfel/contracts";
import { drawImages } from "./fake-images.js";
import { fakeActivations, fakePredictions } from "./fake-statistics.js";
import { mulberry32 } from "./random.js";

const inputSize = 128;
const imageCount = 40;
const classNames = ["ambulance", "school bus", "fire engine", "sailboat", "lighthouse", "greenhouse", "mountain tent"];

/** Layer, rank, number of neurons, number of nodes, side of its receptive field in input pixels, sources. */
const plan: [id: string, depth: number, neurons: number, nodes: number, field: number, sources: string[]][] = [
  ["input", 0, 3, 1, inputSize, []],
  ["conv1_relu", 1, 64, 8, 7, ["input"]],
  ["fire2_squeeze", 2, 32, 10, 15, ["conv1_relu"]],
  ["fire2_expand1x1", 3, 64, 9, 15, ["fire2_squeeze"]],
  ["fire2_expand3x3", 3, 64, 8, 31, ["fire2_squeeze"]],
  ["fire3_squeeze", 4, 48, 14, 39, ["fire2_expand1x1", "fire2_expand3x3"]],
  ["stage4_add", 5, 128, 16, 63, ["fire3_squeeze", "fire2_expand3x3"]],
  ["stage5_add", 6, 256, 20, 95, ["stage4_add"]],
  ["conv10_relu", 7, 512, 12, 128, ["stage5_add"]],
  ["logits", 8, classNames.length, 1, inputSize, ["conv10_relu"]],
];

const segments: GraphDocument["segments"] = plan.slice(1).map(([target, , , , , sources]) => ({
  target,
  sources,
  kind: target === "stage5_add" ? "quadrature" : "exact",
  reason: target === "stage5_add" ? "max pooling after batch norm and zero padding" : "one affine map, then ReLU",
  steps: target === "stage5_add" ? 64 : 0,
  completenessResidual: target === "stage5_add" ? 0.0042 : 3e-7,
}));

const layers: GraphLayer[] = plan.map(([id, depth, neurons, nodes, field]) => ({
  id,
  name: id.replaceAll("_", "/"),
  role: id === "input" ? "input" : id === "logits" ? "output" : "hidden",
  depth,
  neurons,
  size: id === "logits" ? [1, 1] : [Math.ceil(inputSize / Math.sqrt(field)), Math.ceil(inputSize / Math.sqrt(field))],
  dead: id === "conv1_relu" ? [12, 40] : [],
  explainedVariance: nodes > 1 ? 0.9 : null,
  silhouette: nodes > 1 ? 0.2 + nodes / 100 : null,
  chanceSilhouette: nodes > 1 ? (id === "fire2_squeeze" ? 0.31 : 0.05) : null,
  stability: nodes > 1 ? 0.8 : null,
}));

function fakeNodes(index: number, random: () => number): GraphNode[] {
  return plan.flatMap(([layer, , neurons, count, field]) =>
    Array.from({ length: count }, (_, n): GraphNode => {
      const members = Array.from({ length: neurons }, (_, k) => k).filter((k) => k % count === n);
      const first = Math.floor(random() * imageCount);
      const examples = Array.from({ length: 9 }, (_, rank) => {
        const at = () => Math.floor(random() * (inputSize - field + 1));
        const box: [number, number, number, number] = [at(), at(), field, field];
        return { image: (first + rank) % imageCount, box, activation: 8 / (1 + rank) };
      });
      return {
        id: layer === "logits" ? `logits/${index}` : `${layer}/${n}`,
        layer,
        neurons: layer === "logits" ? [index] : members,
        meanActivation: random(),
        share: 0,
        flow: layer === "stage4_add" && n === 3 ? null : (random() - 0.3) * 3,
        rest: (random() - 0.5) * 0.2,
        restActivation: layer === "input" ? 0 : (random() - 0.5) * 2,
        pagerank: random() / 100,
        examples: layer === "logits" || layer === "input" ? examples.slice(0, 4) : examples,
      };
    }),
  );
}

function fakeEdges(nodes: GraphNode[], random: () => number): GraphEdge[] {
  return nodes.flatMap((target) => {
    const sources = segments.find((segment) => segment.target === target.layer)?.sources ?? [];
    return nodes
      .filter((source) => sources.includes(source.layer))
      .map((source): GraphEdge => {
        const contribution = (random() < 0.7 ? 1 : -1) * 0.2 * random() ** -1.25;
        return {
          source: source.id,
          target: target.id,
          contribution,
          gradient: contribution * random(),
          standardError: random() * 0.25 + Math.abs(contribution) * 0.05,
          tQuantile: 2.26,
          signAgreement: Math.ceil(5 + random() * 5) / 10,
          images: 50,
        };
      });
  });
}

/** The `φ` of nodes from the last layer down, by its definition. */
function fillShares(nodes: GraphNode[], edges: GraphEdge[]): void {
  nodes.at(-1)!.share = 1;
  for (const target of [...nodes].reverse()) {
    const incoming = edges.filter((edge) => edge.target === target.id);
    const total = incoming.reduce((sum, edge) => sum + Math.abs(edge.contribution), Math.abs(target.restActivation));
    for (const edge of incoming) {
      const source = nodes.find((node) => node.id === edge.source)!;
      source.share += (target.share * Math.abs(edge.contribution)) / total;
    }
  }
}

export async function writeFakeAnalysis(directory: string, seed = 1): Promise<void> {
  const random = mulberry32(seed);
  const randomStatistics = mulberry32(seed + 1);
  const model = { name: "imaginary-net.onnx", hash: `sha256:${"0".repeat(64)}` };
  const dataset = { name: "drawn-shapes", hash: `sha256:${"1".repeat(64)}`, images: imageCount };
  const classes = classNames.map((name, index) => ({
    id: name.replaceAll(" ", "_"),
    index,
    name,
    images: 50,
    accuracy: index === 3 ? null : 0.5 + 0.5 * random(),
  }));
  for (const folder of ["graphs", "predictions", "activations"]) {
    await mkdir(join(directory, folder), { recursive: true });
  }
  await drawImages(join(directory, "images"), imageCount, inputSize, random);
  for (const { id, ...entry } of classes) {
    const nodes = fakeNodes(entry.index, random);
    const edges = fakeEdges(nodes, random);
    fillShares(nodes, edges);
    const graph: GraphDocument = {
      format: "gipfel-graph",
      version: 1,
      class: { ...entry, logit: 6 + 6 * random() },
      model,
      dataset,
      options: {},
      layers,
      nodes,
      edges,
      segments,
    };
    await writeFile(join(directory, "graphs", `${id}.json`), JSON.stringify(graph));
    await writeFile(
      join(directory, "predictions", `${id}.json`),
      JSON.stringify(fakePredictions(entry, randomStatistics)),
    );
  }
  for (const [layer, , , count] of plan.slice(1, -1)) {
    const nodes = Array.from({ length: count }, (_, n) => `${layer}/${n}`);
    const activations = fakeActivations(layer, nodes, classes, randomStatistics);
    await writeFile(join(directory, "activations", `${layer}.json`), JSON.stringify(activations));
  }
  const analysis: AnalysisDocument = {
    format: "gipfel-analysis",
    version: 1,
    software: { name: "gipfel", version: "0.1.0", engine: "none" },
    model: { ...model, input: [3, inputSize, inputSize] },
    dataset,
    options: { seed },
    layers,
    segments,
    pairs: [],
    classes,
    skippedImages: [{ image: "sailboat/broken.png", reason: "not an image" }],
    warnings: ["layer fire2_squeeze: its clusters are no better than chance"],
  };
  await writeFile(join(directory, "analysis.json"), JSON.stringify(analysis, null, 2));
}
