import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AnalysisDocument, GraphDocument, GraphLayer } from "@gipfel/contracts";

const layer = (id: string, role: GraphLayer["role"], depth: number, neurons: number): GraphLayer => ({
  id,
  name: id,
  role,
  depth,
  neurons,
  size: [1, 1],
  dead: [],
  explainedVariance: null,
  silhouette: null,
  chanceSilhouette: null,
  stability: null,
});

const layers = [layer("input", "input", 0, 3), layer("logits", "output", 1, 2)];
const segments: GraphDocument["segments"] = [
  { target: "logits", sources: ["input"], kind: "exact", reason: "affine", steps: 0, completenessResidual: 0 },
];

/** The smallest valid graph: image → class. */
export function smallGraph(index: number, name: string): GraphDocument {
  const node = { neurons: [0], meanActivation: 1, share: 1, flow: 2, rest: 0, restActivation: 0, pagerank: 0.5 };
  return {
    format: "gipfel-graph",
    version: 1,
    class: { index, name, images: 4, accuracy: 0.75, logit: 2 },
    model: { name: "tiny.onnx", hash: "sha256:0" },
    dataset: { name: "shapes", hash: "sha256:1", images: 8 },
    options: {},
    layers,
    nodes: [
      { ...node, id: "input/0", layer: "input", examples: [{ image: 7, box: [0, 0, 1, 1], activation: 1 }] },
      { ...node, id: `logits/${index}`, layer: "logits", examples: [] },
    ],
    edges: [
      {
        source: "input/0",
        target: `logits/${index}`,
        contribution: 2,
        gradient: 1,
        standardError: null,
        tQuantile: null,
        signAgreement: null,
        images: 4,
      },
    ],
    segments,
  };
}

export function smallAnalysis(): AnalysisDocument {
  return {
    format: "gipfel-analysis",
    version: 1,
    software: { name: "gipfel", version: "0.1.0", engine: "none" },
    model: { name: "tiny.onnx", hash: "sha256:0", input: [3, 1, 1] },
    dataset: { name: "shapes", hash: "sha256:1", images: 8 },
    options: {},
    layers,
    segments,
    pairs: [],
    classes: [
      { id: "ring", index: 0, name: "ring", images: 4, accuracy: 0.75 },
      { id: "bar", index: 1, name: "bar", images: 4, accuracy: null },
    ],
    skippedImages: [],
    warnings: [],
  };
}

/** Writes an analysis of two classes into `<parent>/<name>`, one image with index 7 beside them; gives the folder. */
export async function writeAnalysisFolder(parent: string, name: string): Promise<string> {
  const directory = join(parent, name);
  await mkdir(join(directory, "graphs"), { recursive: true });
  await mkdir(join(directory, "images"));
  await writeFile(join(directory, "analysis.json"), JSON.stringify(smallAnalysis()));
  await writeFile(join(directory, "graphs", "ring.json"), JSON.stringify(smallGraph(0, "ring")));
  await writeFile(join(directory, "graphs", "bar.json"), JSON.stringify(smallGraph(1, "bar")));
  await writeFile(join(directory, "images", "7.webp"), smallView);
  return directory;
}

export const temporaryFolder = (): Promise<string> => mkdtemp(join(tmpdir(), "gipfel-server-"));

/** Makes a data set `toys` of two images below a data root. */
export async function writeDataRoot(folder: string): Promise<void> {
  for (const name of ["ring", "bar"]) {
    await mkdir(join(folder, "toys", name), { recursive: true });
    await writeFile(join(folder, "toys", name, "0.png"), smallestImage);
  }
}

/** A WebP of 64 by 48 pixels. */
export const smallView = Buffer.from("UklGRiQAAABXRUJQVlA4TBcAAAAvP8ALAAdQjyKXp/8BICH8Xy9G9D/1AwA=", "base64");

/** A PNG of one pixel. */
const smallestImage = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);
