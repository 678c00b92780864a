import { type BasisKind, KEPT_PART } from "@gipfel/concepts";
import type { AllLayersResult, LayerEvaluation } from "./evaluation.js";

const FOUND_AGAIN = 0.9;

/**
 * The kind that most layers are well said by: at its automatic number of concepts it keeps enough of the network's
 * accuracy and is found again. Of equals, the one that keeps most with all layers replaced.
 */
export function defaultKind(
  kinds: readonly BasisKind[],
  accuracy: number,
  layers: readonly LayerEvaluation[],
  all: Readonly<Partial<Record<BasisKind, AllLayersResult>>>,
): BasisKind {
  const passing = (kind: BasisKind) =>
    layers.filter(({ results }) =>
      results.some(
        (result) =>
          result.kind === kind &&
          result.chosen &&
          result.kept >= KEPT_PART * accuracy &&
          result.agreement >= FOUND_AGAIN,
      ),
    ).length;
  const keptAtOnce = (kind: BasisKind) => all[kind]?.kept ?? 0;
  return [...kinds].sort((a, b) => passing(b) - passing(a) || keptAtOnce(b) - keptAtOnce(a))[0]!;
}
