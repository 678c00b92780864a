/**
 * `analysis.json`: what an analysis was, what it found about the network, and which graphs it wrote. Everything in it
 * is a function of model, data set and options, so two equal runs write equal bytes; times are in `timings.json`, places in
 * `sources.json`.
 */
import { type Static, Type } from "typebox";
import { GraphLayer, GraphSegment } from "./graph-document.js";

export const AnalysisClass = Type.Object({
  /** Safe name: the stem of `graphs/<id>.json` and the folder in `pairs/`. */
  id: Type.String(),
  index: Type.Integer({ minimum: 0 }),
  name: Type.String(),
  images: Type.Integer({ minimum: 0 }),
  accuracy: Type.Union([Type.Number(), Type.Null()]),
});

/** One pair-matrix file pair (`.contribution.npy`, `.gradient.npy`) under `pairs/<class>/`. */
export const AnalysisPair = Type.Object({
  source: Type.String(),
  target: Type.String(),
  /** `neurons`: `[C_source, C_target]`; `class`: `[C_source, 1]`, the class's column; `nodes`: `[C_source, K_target]`; `diagonal`: `[C]`. */
  columns: Type.Union([
    Type.Literal("neurons"),
    Type.Literal("class"),
    Type.Literal("nodes"),
    Type.Literal("diagonal"),
  ]),
  /** Node ids of the columns where `columns` is `nodes`. */
  nodes: Type.Optional(Type.Array(Type.String())),
});

export const AnalysisDocument = Type.Object({
  format: Type.Literal("gipfel-analysis"),
  version: Type.Literal(1),
  software: Type.Object({ name: Type.String(), version: Type.String(), engine: Type.String() }),
  model: Type.Object({ name: Type.String(), hash: Type.String(), input: Type.Array(Type.Integer()) }),
  dataset: Type.Object({ name: Type.String(), hash: Type.String(), images: Type.Integer() }),
  options: Type.Record(Type.String(), Type.Unknown()),
  layers: Type.Array(GraphLayer),
  segments: Type.Array(GraphSegment),
  pairs: Type.Array(AnalysisPair),
  classes: Type.Array(AnalysisClass),
  skippedImages: Type.Array(Type.Object({ image: Type.String(), reason: Type.String() })),
  warnings: Type.Array(Type.String()),
});

export type AnalysisClass = Static<typeof AnalysisClass>;
export type AnalysisPair = Static<typeof AnalysisPair>;
export type AnalysisDocument = Static<typeof AnalysisDocument>;
