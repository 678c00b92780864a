/** What an analysis will cost, told before it starts. */
import { isCollected, type SegmentPlan } from "@gipfel/attribution";
import type { Network } from "@gipfel/network";
import { mostImages } from "./4-graph/class-neurons.js";
import { createEngine } from "./engines.js";
import { pairEntries, typicalNodes } from "./pair-layout.js";
import type { PreparedAnalysis } from "./prepare.js";
import { segmentPasses, segmentShare } from "./segment-cost.js";
import { defaultVisualizeOptions } from "./visualize/visualize-options.js";

export interface AnalysisEstimate {
  readonly images: number;
  /** How often each image is read. */
  readonly passes: number;
  readonly diskBytes: number;
  /** Of one image through the network alone, measured here. */
  readonly inferenceSeconds: number;
  /** What follows from that and from the plan; rough. */
  readonly seconds: number;
  /** Where every path needs as many points as there may be; {@link seconds} without quadrature. */
  readonly mostSeconds: number;
  /** The segment that takes the largest part of the second pass; null without such a pass. */
  readonly slowest: { readonly layer: string; readonly seconds: number; readonly reason: string } | null;
}

/** Work of a collection pass in plain inferences, on the networks tried (`gipfel bench`). */
const collectFactor = 7;
/** Work of one point of a path, forward and back, in inferences of the segment alone. */
const pointFactor = 3;
/** Points of a path with all doublings before: few through a gate, many through several nonlinearities in a row. */
const typicalPoints = { neurons: 12, nodes: 124 } as const;
const decodeSeconds = 0.006;
const graphBytes = 200_000;
const viewBytes = 8_000;
/** Of one neuron: four figures; a maximum and its place; scores of some 40 components. */
const figureBytes = 32;
const maximumBytes = 8;
const profileBytes = 160;

export async function estimateAnalysis(prepared: PreparedAnalysis): Promise<AnalysisEstimate> {
  const { classes, plan, options } = prepared;
  const images = classes.reduce((sum, analysed) => sum + analysed.images, 0);
  const second = plan.segments.filter((segment) => !isCollected(segment));
  const passes = 1 + (options.baseline === "mean" ? 1 : 0) + (second.length > 0 ? 1 : 0);
  const pairBytes = options.pairs === "all" ? classes.length * pairEntries(plan) * 8 + neuronBytes(prepared) : 0;
  const inference = await secondsPerImage(prepared);
  const works = second.map((segment) => ({ segment, ...segmentWork(plan.network, segment) }));
  const total = (of: "typical" | "most") => works.reduce((sum, work) => sum + work[of], 0);
  const fixed = images * (inference * (collectFactor + passes - 1) + passes * decodeSeconds);
  const secondsOf = (work: number) => images * inference * work;
  const pictures = inference * pictureWork(prepared);
  const [slowest] = works.sort((a, b) => b.typical - a.typical);
  return {
    images,
    passes,
    diskBytes: pairBytes + classes.length * graphBytes + Math.min(images, classes.length * 100) * viewBytes,
    inferenceSeconds: inference,
    seconds: fixed + secondsOf(total("typical")) + pictures,
    mostSeconds: fixed + secondsOf(total("most")) + pictures,
    slowest: slowest
      ? {
          layer: slowest.segment.target.name,
          seconds: secondsOf(slowest.typical),
          reason: slowest.segment.reason,
        }
      : null,
  };
}

/** What views need besides pair matrices, before it is compressed. */
function neuronBytes({ plan, classes, options }: PreparedAnalysis): number {
  const hidden = plan.layers.filter(({ role }) => role === "hidden");
  const neurons = hidden.reduce((sum, layer) => sum + layer.neurons, 0);
  const kept = classes.reduce((sum, { images }) => sum + Math.min(images, mostImages), 0);
  const spaces = options.scope === "class" ? classes.length : 1;
  return neurons * (classes.length * figureBytes + kept * maximumBytes + spaces * profileBytes);
}

/** Work of a segment of the second pass, whose number of points is not known before, in inferences of the network. */
function segmentWork(network: Network, segment: SegmentPlan): { typical: number; most: number } {
  const { kind, columns } = segment;
  const byColumn = columns === "nodes" || columns === "class";
  const points = kind === "exact" ? 1 : byColumn ? typicalPoints.nodes : typicalPoints.neurons;
  const onePoint = segmentShare(network, segment) * pointFactor * (columns === "nodes" ? typicalNodes : 1);
  return { typical: points * onePoint, most: segmentPasses(segment)!.most * onePoint };
}

/** Work of the pictures of all concepts, in inferences: each step goes forward to its layer and back, half way on average. */
function pictureWork({ options, plan, classes }: PreparedAnalysis): number {
  if (!options.visualize) return 0;
  const scopes = options.scope === "class" ? classes.length : 1;
  const hidden = plan.layers.filter(({ role }) => role === "hidden");
  const most = options.clusters === "auto" ? typicalNodes : options.clusters;
  const concepts = hidden.reduce((sum, { neurons }) => sum + Math.min(most, neurons), 0);
  return scopes * concepts * defaultVisualizeOptions.steps * (pointFactor / 2);
}

async function secondsPerImage({ model, options }: PreparedAnalysis): Promise<number> {
  const engine = createEngine(options, options.threads);
  try {
    const compiled = await engine.compile(model.network);
    const [c, h, w] = model.input;
    const feeds = { [model.network.inputs[0]!]: { shape: [1, c, h, w], data: new Float32Array(c * h * w) } };
    await compiled.run(feeds);
    const start = performance.now();
    await compiled.run(feeds);
    return (performance.now() - start) / 1000;
  } finally {
    await engine.dispose();
  }
}
