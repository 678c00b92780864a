import { type EdgeMethod, edgeMethods, GipfelError } from "@gipfel/contracts";
import { engineNames } from "./engines.js";

/** Everything that decides what an analysis computes; paths apart. */
export interface AnalysisOptions {
  /** Class folders, names or indices; null for all. */
  readonly classes: readonly string[] | null;
  readonly layers: "auto" | "all" | readonly string[];
  readonly clusters: "auto" | number;
  /** Below 1 a fraction of the variance, from 1 a number of components. */
  readonly components: number;
  readonly profile: "spatial" | "image";
  readonly scope: "dataset" | "class";
  readonly baseline: "zero" | "mean";
  /** Completeness residual that quadrature must reach. */
  readonly tolerance: number;
  /** Images per class; null for all. */
  readonly limit: number | null;
  /** Images per run of the engine. */
  readonly batch: number;
  /** Whether pair matrices are written. */
  readonly pairs: "all" | "none";
  /** Whether a picture of every concept is made by gradient ascent. */
  readonly visualize: boolean;
  readonly engine: string;
  /** `auto` for the best that the engine has here. */
  readonly device: string;
  readonly threads: number;
  readonly edgeMethod: EdgeMethod;
  readonly seed: number;
  /** Output tensor to explain where the model has several or the groups are no classes. */
  readonly target: string | null;
}

export const defaultOptions: Omit<AnalysisOptions, "threads"> = {
  classes: null,
  layers: "auto",
  clusters: "auto",
  components: 0.9,
  profile: "spatial",
  scope: "dataset",
  baseline: "zero",
  tolerance: 0.01,
  limit: null,
  batch: 8,
  pairs: "all",
  visualize: false,
  engine: "onnxruntime",
  device: "auto",
  edgeMethod: "integrated-gradients",
  seed: 0,
  target: null,
};

const wholeFrom = (least: number) => (value: number) => Number.isInteger(value) && value >= least;

/** @throws GipfelError OPTION_INVALID */
export function checkLimit(limit: number | null): void {
  demand("limit", limit, limit === null || wholeFrom(1)(limit), "a whole number from 1");
}

/** @throws GipfelError OPTION_INVALID */
export function checkEngineOptions({ batch, threads }: Pick<AnalysisOptions, "batch" | "threads">): void {
  for (const [name, value] of Object.entries({ batch, threads })) {
    demand(name, value, wholeFrom(1)(value) && value <= 1024, "a whole number from 1 to 1024");
  }
}

/** @throws GipfelError OPTION_INVALID that names the option, what arrived and what would be right. */
export function checkOptions(options: AnalysisOptions): void {
  demand(
    "clusters",
    options.clusters,
    options.clusters === "auto" || wholeFrom(1)(options.clusters),
    "auto or a whole number from 1",
  );
  const { components } = options;
  demand(
    "components",
    components,
    components > 0 && components <= 64 && (components < 1 || Number.isInteger(components)),
    "a fraction below 1 or a whole number from 1 to 64",
  );
  demand("profile", options.profile, options.profile === "spatial" || options.profile === "image", "spatial or image");
  demand("scope", options.scope, options.scope === "dataset" || options.scope === "class", "dataset or class");
  demand("baseline", options.baseline, options.baseline === "zero" || options.baseline === "mean", "zero or mean");
  demand("pairs", options.pairs, options.pairs === "all" || options.pairs === "none", "all or none");
  demand("tolerance", options.tolerance, options.tolerance > 0 && options.tolerance < 1, "a number between 0 and 1");
  checkLimit(options.limit);
  checkEngineOptions(options);
  demand("seed", options.seed, wholeFrom(0)(options.seed), "a whole number from 0");
  demand("edge-method", options.edgeMethod, edgeMethods.includes(options.edgeMethod), edgeMethods.join(", "));
  demand(
    "baseline",
    options.baseline,
    options.baseline === "zero" || options.edgeMethod !== "lrp",
    "zero with --edge-method lrp, which compares with nothing",
  );
  demand("engine", options.engine, engineNames.includes(options.engine), engineNames.join(" or "));
}

function demand(name: string, value: unknown, holds: boolean, expected: string): void {
  if (!holds) throw new GipfelError("OPTION_INVALID", `--${name} is ${String(value)}; it takes ${expected}`);
}
