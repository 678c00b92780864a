import type { GraphDocument, GraphLayer } from "@gipfel/contracts";

/**
 * A graph document for tests: layers in order of depth, the first the input and the last the output, with so many nodes
 * each (`<layer>/<n>`), and edges `[source, target, contribution]`. All other figures are harmless.
 */
export function testDocument(
  sizes: Readonly<Record<string, number>>,
  edges: readonly (readonly [source: string, target: string, contribution: number])[],
): GraphDocument {
  const names = Object.keys(sizes);
  const layers = names.map(
    (id, depth): GraphLayer => ({
      id,
      name: `/${id}/Relu_output_0`,
      role: depth === 0 ? "input" : depth === names.length - 1 ? "output" : "hidden",
      depth,
      neurons: 4,
      size: [1, 1],
      dead: [],
      explainedVariance: null,
      silhouette: null,
      chanceSilhouette: null,
      stability: null,
    }),
  );
  const nodes = names.flatMap((layer) =>
    Array.from({ length: sizes[layer] }, (_, n) => ({
      id: `${layer}/${n}`,
      layer,
      neurons: [2 * n, 2 * n + 1],
      meanActivation: 1,
      share: 1 / sizes[layer],
      flow: 0,
      rest: 0,
      restActivation: 0,
      pagerank: 0,
      examples: [],
    })),
  );
  return {
    format: "gipfel-graph",
    version: 1,
    class: { index: 3, name: "owl", images: 9, accuracy: 1, logit: 5 },
    model: { name: "m", hash: "h" },
    dataset: { name: "d", hash: "h", images: 9 },
    options: {},
    layers,
    nodes,
    edges: edges.map(([source, target, contribution]) => ({
      source,
      target,
      contribution,
      gradient: 0,
      standardError: 0.5,
      tQuantile: 2,
      signAgreement: 1,
      images: 9,
    })),
    segments: [],
  };
}
