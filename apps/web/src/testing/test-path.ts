import type { GraphDocument, ImagePathDocument } from "@gipfel/contracts";

/** An image's path for tests, through a test document: with edges `[source, target, contribution]` of its own. */
export function testPath(
  { model, dataset, class: of, nodes, segments }: GraphDocument,
  edges: readonly (readonly [source: string, target: string, contribution: number])[],
): ImagePathDocument {
  return {
    format: "gipfel-image-path",
    version: 1,
    software: { name: "gipfel", version: "0", engine: "none" },
    model,
    dataset,
    class: { id: of.name, index: of.index, name: of.name },
    logit: 2,
    predictions: [],
    nodes: nodes.map(({ id }) => ({
      id,
      activation: 3,
      ofClass: null,
      ofDataset: null,
      peak: null,
      share: 0.25,
      flow: 0,
      rest: 0,
      restActivation: 0,
    })),
    edges: edges.map(([source, target, contribution]) => ({ source, target, contribution, gradient: 0 })),
    segments,
  };
}
