import type { GraphDocument } from "@gipfel/contracts";

/** A graph with an edge between all nodes of neighbouring layers: `layers` hidden ones of `nodes` each. */
export function layeredGraph(layers: number, nodes: number): GraphDocument {
  const names = ["input", ...Array.from({ length: layers }, (_, l) => `layer${l + 1}`), "logits"];
  const role = (l: number) => (l === 0 ? "input" : l > layers ? "output" : "hidden");
  const idsOf = (l: number) => Array.from({ length: role(l) === "hidden" ? nodes : 1 }, (_, n) => `${names[l]}/${n}`);
  const amount = (n: number) => Math.sin(n * 12.9898) * 43758.5453;
  return {
    format: "gipfel-graph",
    version: 1,
    class: { index: 0, name: "large", images: 100, accuracy: 0.9, logit: 10 },
    model: { name: "large", hash: "0" },
    dataset: { name: "large", hash: "0", images: 100 },
    options: {},
    layers: names.map((id, l) => ({
      ...{
        id,
        name: id,
        role: role(l),
        depth: l,
        neurons: idsOf(l).length,
        size: [8, 8] as [number, number],
        dead: [],
      },
      ...{ explainedVariance: null, silhouette: null, chanceSilhouette: null, stability: null },
    })),
    nodes: names.flatMap((layer, l) =>
      idsOf(l).map((id, n) => ({
        ...{ id, layer, neurons: [n], meanActivation: 1, share: 0.5, flow: 1, rest: 0, restActivation: n % 3 },
        ...{
          pagerank: 0.1,
          examples: [{ image: n, box: [0, 0, 8, 8] as [number, number, number, number], activation: 1 }],
        },
      })),
    ),
    edges: names.slice(1).flatMap((_, l) =>
      idsOf(l).flatMap((source, i) =>
        idsOf(l + 1).map((target, j) => ({
          ...{ source, target, contribution: amount(l * 1e6 + i * 1e3 + j), gradient: amount(i * 1e3 + j) },
          ...{ standardError: 0.1, tQuantile: 2.093, signAgreement: 0.95, images: 100 },
        })),
      ),
    ),
    segments: names.slice(1).map((target, l) => ({
      ...{
        target,
        sources: [names[l]!],
        kind: "exact" as const,
        reason: "affine",
        steps: 0,
        completenessResidual: 1e-7,
      },
    })),
  };
}
