import { GipfelError, type GraphDocument, type GraphEdge, parseAs, SummitDocument } from "@gipfel/contracts";
import { buildGraphDocument } from "../build-graph-document.js";

/** Channels, and height and width, of the layers that SUMMIT shows: InceptionV1 as the Lucid library has it. */
const inceptionLayers: Readonly<Record<string, readonly [channels: number, side: number]>> = {
  mixed3a: [256, 28],
  mixed3b: [480, 28],
  mixed4a: [508, 14],
  mixed4b: [512, 14],
  mixed4c: [512, 14],
  mixed4d: [528, 14],
  mixed4e: [832, 14],
  mixed5a: [832, 7],
  mixed5b: [1024, 7],
};

const countedEdges = {
  kind: "counted",
  reason: "SUMMIT counts the images in which the source is among the strongest influences on the target",
  steps: 0,
  completenessResidual: null,
} as const;

/**
 * Reads a published graph of the original SUMMIT as a graph document, so that both can be seen in one page. Its figures
 * are numbers of images: contributions are counts, and so is the mean activation of a node. SUMMIT has no edges into the
 * class; here each channel of the last layer has one that weighs the images in which the channel is among the most
 * active. What SUMMIT does not know (errors, flow, rest, examples) is null or empty.
 *
 * @param fileName `ag-562.json`: the number is the index of the class in ImageNet
 * @throws GipfelError GRAPH_INVALID
 */
export function readSummitDocument(value: unknown, fileName: string): GraphDocument {
  const summit = parseAs(SummitDocument, value, "GRAPH_INVALID", "SUMMIT graph");
  // From the image to the class; in the file it is the other way round.
  const layerIds = Object.keys(summit).reverse();
  const last = layerIds.at(-1);
  if (last === undefined || layerIds.includes("class")) {
    throw new GipfelError("GRAPH_INVALID", "SUMMIT graph: expected layers with channels, got none");
  }
  const index = Number(/(\d{1,6})(?=\.json$)/i.exec(fileName)?.[1] ?? 0);
  const edges = [
    ...layerIds.flatMap((layer, i) => edgesInto(summit, layer, layerIds[i - 1])),
    ...classEdges(summit[last], last, index),
  ];
  const images = Math.max(0, ...edges.map((edge) => edge.images));
  return buildGraphDocument({
    class: { index, name: `ImageNet class ${index}`, images, accuracy: null, logit: 0 },
    model: { name: "InceptionV1 (SUMMIT)", hash: "" },
    dataset: { name: "ImageNet", hash: "", images },
    options: { importedFrom: "summit" },
    layers: [
      ...layerIds.map((id) => hiddenLayer(id, summit[id])),
      { ...hiddenLayer("class", []), name: "class", role: "output", neurons: 1000, size: [1, 1] },
    ],
    nodes: [
      ...layerIds.flatMap((layer) => summit[layer].map(({ channel, count }) => nodeOf(layer, channel, count))),
      nodeOf("class", index, 0),
    ],
    edges,
    segments: [...layerIds, "class"]
      .map((target, i, ids) => ({ ...countedEdges, target, sources: ids.slice(Math.max(0, i - 1), i) }))
      .filter(({ sources }) => sources.length > 0),
  });
}

type Channels = SummitDocument[string];

function hiddenLayer(id: string, channels: Channels): Omit<GraphDocument["layers"][number], "depth"> {
  const [neurons, side] = inceptionLayers[id] ?? [Math.max(0, ...channels.map(({ channel }) => channel + 1)), 1];
  return {
    id,
    name: id,
    role: "hidden",
    neurons,
    size: [side, side],
    dead: [],
    explainedVariance: null,
    silhouette: null,
    chanceSilhouette: null,
    stability: null,
  };
}

function nodeOf(layer: string, channel: number, count: number) {
  return {
    id: `${layer}/${channel}`,
    layer,
    neurons: [channel],
    meanActivation: count,
    flow: null,
    rest: null,
    restActivation: 0,
    examples: [],
  };
}

function edgesInto(summit: SummitDocument, layer: string, before: string | undefined): GraphEdge[] {
  if (before === undefined) return [];
  const known = new Set(summit[before].map(({ channel }) => channel));
  return summit[layer].flatMap(({ channel, prev_channels }) =>
    prev_channels
      .filter(({ prev_channel }) => known.has(prev_channel))
      .map(({ prev_channel, inf }) => countedEdge(`${before}/${prev_channel}`, `${layer}/${channel}`, inf)),
  );
}

function classEdges(channels: Channels, layer: string, index: number): GraphEdge[] {
  return channels.map(({ channel, count }) => countedEdge(`${layer}/${channel}`, `class/${index}`, count));
}

function countedEdge(source: string, target: string, images: number): GraphEdge {
  const nothing = { standardError: null, tQuantile: null, signAgreement: null };
  return { source, target, contribution: images, gradient: images, ...nothing, images };
}
