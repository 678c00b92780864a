/** What an analysis would take, from one like it that has finished, or else from the plan and a measurement. */
import type { AnalysisEstimate, AnalysisSettings } from "@gipfel/contracts";
import type { Analysis } from "@gipfel/store";
import type { EstimatedAnalysis } from "../inquiries/inquiry.js";
import { type StoredOptions, storedOptions } from "./settings.js";

/** A finished analysis, as far as it tells of the cost of others. */
export interface EarlierAnalysis {
  readonly analysis: Analysis;
  readonly images: number;
  readonly classes: number;
}

/** Settings that change what an image, a class or a concept costs. */
const costly = [
  ...(["layers", "clusters", "components", "profile", "scope", "baseline"] as const),
  ...(["tolerance", "batch", "pairs", "visualize", "edgeMethod", "target"] as const),
] as const satisfies readonly (keyof AnalysisSettings)[];

/** Whether an analysis of the same model costs the same for each image. */
export function costsTheSame(one: StoredOptions, other: StoredOptions): boolean {
  const costOf = ({ settings, threads }: StoredOptions) =>
    JSON.stringify([threads, costly.map((name) => settings[name])]);
  return costOf(one) === costOf(other);
}

/** Phases whose work grows with the number of images. */
const byImage = ["baseline", "collect", "edges"] as const;

/** Phases are scaled by what they grow with: images, classes, or neither. */
export function estimateOf(
  { inferenceSeconds, ...estimated }: EstimatedAnalysis,
  earlier: EarlierAnalysis | undefined,
): AnalysisEstimate {
  const { images, classes, passes, segments, diskBytes, preprocessing, notices } = estimated;
  const common = {
    ...{ images, classes, passes, segments: { ...segments }, diskBytes: Math.round(diskBytes) },
    ...{ preprocessing, notices: [...notices] },
  };
  const timings = earlier?.analysis.timings;
  if (!earlier || !timings || earlier.images === 0) {
    return { ...common, seconds: estimated.seconds, basis: { kind: "calibration", inferenceSeconds } };
  }
  const secondsOf = (phases: readonly string[]) => phases.reduce((sum, phase) => sum + (timings[phase] ?? 0), 0);
  const seconds =
    (secondsOf(byImage) * images) / earlier.images +
    (secondsOf(["graphs"]) * classes) / earlier.classes +
    secondsOf(["concepts", "visualize"]);
  const { id } = earlier.analysis;
  const took = secondsOf(Object.keys(timings));
  return {
    ...common,
    seconds,
    basis: { kind: "earlier", analysisId: id, images: earlier.images, seconds: took },
  };
}

/** @param candidates finished analyses of the model, newest first */
export function likeIt(candidates: readonly Analysis[], stored: StoredOptions): Analysis | undefined {
  return candidates.find((one) => one.timings !== null && costsTheSame(storedOptions(one), stored));
}
