/** Random attribution graphs for property tests and for measuring time at size. Test support, not for results. */
import type { GraphDocument, GraphEdge } from "@gipfel/contracts";
import { buildGraphDocument, type GraphParts } from "../build-graph-document.js";

export interface RandomGraphOptions {
  /** Hidden layers between the input and the logit, at least 1. */
  layers: number;
  nodesPerLayer: number;
  /** Edges in all; fewer where the layers have no room for them, more where every node needs one. */
  edges: number;
  /** Equal seeds give equal graphs. */
  seed: number;
}

const neuronsPerNode = 4;

/**
 * A valid graph document: the input, `layers` hidden layers and a logit, each fed by the two layers before it. Every
 * node but the input has a source and every node but the logit a target; the other edges fall at random. Magnitudes
 * are spread over some orders, signs are mixed, and one node in three rests at exactly its baseline.
 */
export function randomGraphDocument(options: RandomGraphOptions): GraphDocument {
  return buildGraphDocument(randomGraphParts(options));
}

/** The parts of {@link randomGraphDocument}. */
export function randomGraphParts({ layers, nodesPerLayer, edges, seed }: RandomGraphOptions): GraphParts {
  const random = generator(seed);
  const amount = () => (random() < 0.5 ? -1 : 1) * 10 ** (3 * random() - 2);
  const names = ["input", ...Array.from({ length: layers }, (_, l) => `layer${l + 1}`), "logits"];
  const role = (l: number) => (l === 0 ? "input" : l > layers ? "output" : "hidden");
  const idsOf = names.map((name, l) =>
    role(l) === "hidden" ? Array.from({ length: nodesPerLayer }, (_, n) => `${name}/${n}`) : [`${name}/0`],
  );
  const sourcesOf = names.map((_, l) => [l - 1, l - 2].filter((s) => s >= 0));

  const found = new Map<string, GraphEdge>();
  const connect = (source: string, target: string): void => {
    const gradient = amount();
    found.set(`${source}>${target}`, {
      source,
      target,
      contribution: amount(),
      gradient,
      standardError: Math.abs(amount()) / 10,
      tQuantile: 2.093,
      signAgreement: Math.ceil(random() * 20) / 20,
      images: 100,
    });
  };
  for (let l = 1; l < names.length; l++) {
    for (const target of idsOf[l]) connect(pick(idsOf[l - 1], random), target);
    for (const source of idsOf[l - 1]) connect(source, pick(idsOf[l], random));
  }
  const candidates = names.flatMap((_, l) =>
    sourcesOf[l].flatMap((s) => idsOf[s].flatMap((source) => idsOf[l].map((target) => [source, target]))),
  );
  for (const [source, target] of shuffled(candidates, random)) {
    if (found.size >= edges) break;
    if (!found.has(`${source}>${target}`)) connect(source, target);
  }

  return {
    class: { index: 0, name: "random", images: 100, accuracy: 0.9, logit: 10 },
    model: { name: "random", hash: "0" },
    dataset: { name: "random", hash: "0", images: 100 },
    options: { seed },
    layers: names.map((id, l) => ({
      id,
      name: id,
      role: role(l),
      neurons: idsOf[l].length * neuronsPerNode,
      size: [8, 8],
      dead: [],
      explainedVariance: role(l) === "hidden" ? 0.9 : null,
      silhouette: role(l) === "hidden" ? 0.4 : null,
      chanceSilhouette: role(l) === "hidden" ? 0.1 : null,
      stability: role(l) === "hidden" ? 0.8 : null,
    })),
    nodes: names.flatMap((layer, l) =>
      idsOf[l].map((id, n) => ({
        id,
        layer,
        neurons: Array.from({ length: neuronsPerNode }, (_, i) => n * neuronsPerNode + i),
        meanActivation: random(),
        flow: l === 0 || random() < 0.1 ? null : amount(),
        rest: l === 0 ? null : amount(),
        restActivation: l === 0 || random() < 1 / 3 ? 0 : amount(),
        examples: [{ image: n, box: [0, 0, 8, 8], activation: random() }],
      })),
    ),
    edges: [...found.values()],
    segments: names.slice(1).map((target, l) => ({
      target,
      sources: sourcesOf[l + 1].map((s) => names[s]),
      kind: "exact",
      reason: "random",
      steps: 0,
      completenessResidual: 1e-7,
    })),
  };
}

function pick<Item>(items: readonly Item[], random: () => number): Item {
  return items[Math.floor(random() * items.length)];
}

/** A copy in random order (Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
