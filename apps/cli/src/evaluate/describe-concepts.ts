import type { BasisResult, ConceptEvaluation } from "@gipfel/pipeline";
import { formatTable } from "../format.js";

/** The evaluation as tables: every number of concepts of each layer, then all layers at once. */
export function describeConcepts({ accuracy, defaultKind, layers, all }: ConceptEvaluation): string {
  const head = ["layer", "kind", "K", "kept", "random", "PCA", "above random", "agreement"];
  const rows = layers.flatMap(({ layer, results }) => results.map((result) => [layer, ...cells(result)]));
  const atOnce = Object.entries(all).map(([kind, { kept, logitCorrelation }]) => [
    kind,
    kept.toFixed(3),
    logitCorrelation.toFixed(3),
  ]);
  return [
    formatTable([head, ...rows]),
    formatTable([["all layers at once", "kept", "logit correlation"], ...atOnce]),
    `accuracy ${accuracy.toFixed(3)}; * marks the number that auto takes; evidence favors ${defaultKind}`,
  ].join("\n\n");
}

function cells({ kind, k, chosen, kept, keptRandom, keptPca, aboveRandom, agreement }: BasisResult): string[] {
  return [
    kind,
    `${k}${chosen ? "*" : ""}`,
    kept.toFixed(3),
    keptRandom.toFixed(3),
    keptPca.toFixed(3),
    aboveRandom === null ? "" : `${aboveRandom.toFixed(1)} SE`,
    agreement.toFixed(2),
  ];
}
