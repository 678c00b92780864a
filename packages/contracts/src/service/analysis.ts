import { type Static, Type } from "typebox";
import { AnalysisClass } from "../analysis-document.js";
import { edgeMethods } from "../attribution-methods.js";
import { Count, Id, JobError, JobProgress, JobStatus, Name, Nullable, resource } from "./common.js";
import { PreprocessingChoice } from "./preprocessing.js";

/** What an analysis may be asked, with the defaults of the command line. */
export const AnalysisSettings = Type.Object(
  {
    classes: Nullable(Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: 10_000 })),
    layers: Type.Union([
      Type.Literal("auto"),
      Type.Literal("all"),
      Type.Array(Type.String({ minLength: 1, maxLength: 500 }), { minItems: 1, maxItems: 1000 }),
    ]),
    clusters: Type.Union([Type.Literal("auto"), Type.Integer({ minimum: 1, maximum: 4096 })]),
    components: Type.Number({ exclusiveMinimum: 0, maximum: 64 }),
    profile: Type.Enum(["spatial", "image"]),
    scope: Type.Enum(["dataset", "class"]),
    baseline: Type.Enum(["zero", "mean"]),
    tolerance: Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }),
    limit: Nullable(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    batch: Type.Integer({ minimum: 1, maximum: 1024 }),
    pairs: Type.Enum(["all", "none"]),
    /** Whether a picture of every concept is made by gradient ascent. */
    visualize: Type.Boolean(),
    edgeMethod: Type.Enum([...edgeMethods]),
    seed: Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 }),
    target: Nullable(Type.String({ minLength: 1, maxLength: 500 })),
    preprocess: PreprocessingChoice,
    /** Class names in index order, each with its WordNet id before it where it has one; null for those of the data set. */
    labels: Nullable(Type.Array(Type.String({ minLength: 1, maxLength: 500 }), { minItems: 1, maxItems: 100_000 })),
  },
  { additionalProperties: false },
);

export const Analysis = Type.Object({
  ...resource,
  name: Name(),
  modelId: Id(),
  datasetId: Id(),
  settings: AnalysisSettings,
  status: JobStatus,
  progress: Nullable(JobProgress),
  error: Nullable(JobError),
  /** Images that could not be read, so far. */
  skipped: Count(),
  startedAt: Nullable(Type.String()),
  finishedAt: Nullable(Type.String()),
  clonedFrom: Nullable(Id()),
});

/** What a finished analysis found: enough to choose one of its classes. */
export const AnalysisSummary = Type.Object({
  id: Id(),
  name: Name(),
  model: Type.Object({ name: Type.String() }),
  dataset: Type.Object({ name: Type.String(), images: Count() }),
  /** None where its files are damaged. */
  classes: Type.Array(AnalysisClass),
  /** What is damaged; left out where nothing is. A damaged one can be deleted, and nothing else be done with it. */
  error: Type.Optional(JobError),
});

/** Settings that are left out take their defaults. */
export const AnalysisRequest = Type.Object(
  {
    modelId: Id(),
    datasetId: Id(),
    name: Type.Optional(Name()),
    settings: Type.Optional(Type.Partial(AnalysisSettings, { additionalProperties: false })),
  },
  { additionalProperties: false },
);

export const AnalysisChanges = Type.Object({ name: Name() }, { additionalProperties: false });

/** What a clone has otherwise. */
export const CloneRequest = Type.Object(
  {
    name: Type.Optional(Name()),
    settings: Type.Optional(Type.Partial(AnalysisSettings, { additionalProperties: false })),
  },
  { additionalProperties: false },
);

export type AnalysisSettings = Static<typeof AnalysisSettings>;
export type ServiceAnalysis = Static<typeof Analysis>;
export type AnalysisSummary = Static<typeof AnalysisSummary>;
export type AnalysisRequest = Static<typeof AnalysisRequest>;
