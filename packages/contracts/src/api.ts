/**
 * What the service and the page say to each other: route parameters, replies, and errors in the form of RFC 9457
 * (`application/problem+json`). Graphs and analyses travel as the documents that the analysis wrote.
 */
import { type Static, Type } from "typebox";
import { AnalysisClass } from "./analysis-document.js";
import { type ErrorCode, errorCatalogue } from "./errors.js";

/** One analysis in the list: enough to choose it and one of its classes. */
export const AnalysisSummary = Type.Object({
  /** Folder name, made unique among the analyses of this service. */
  id: Type.String(),
  model: Type.Object({ name: Type.String() }),
  dataset: Type.Object({ name: Type.String(), images: Type.Integer({ minimum: 0 }) }),
  classes: Type.Array(AnalysisClass),
});

/** `GET /api/analyses` */
export const AnalysisList = Type.Object({ analyses: Type.Array(AnalysisSummary) });

/** `GET /api/analyses/:analysis` */
export const AnalysisParams = Type.Object({ analysis: Type.String({ minLength: 1, maxLength: 200 }) });

/** `GET /api/analyses/:analysis/graphs/:class` */
export const GraphParams = Type.Object({
  analysis: Type.String({ minLength: 1, maxLength: 200 }),
  class: Type.String({ minLength: 1, maxLength: 200 }),
});

/** `GET /api/analyses/:analysis/images/:image`, the image as the network saw it (WebP, in pixels of its input). */
export const ImageParams = Type.Object({
  analysis: Type.String({ minLength: 1, maxLength: 200 }),
  /** Index in the data set, as the examples of nodes name it. */
  image: Type.String({ pattern: "^(0|[1-9][0-9]{0,14})$" }),
});

/** Errors of the transport itself, beside those of the catalogue. */
export const transportErrors = {
  REQUEST_INVALID: { status: 400, title: "The request is not valid" },
  UNAUTHORIZED: { status: 401, title: "A token is needed" },
  ROUTE_NOT_FOUND: { status: 404, title: "Nothing is served here" },
  INTERNAL: { status: 500, title: "The service failed" },
} as const;

export type TransportErrorCode = keyof typeof transportErrors;

const problemCodes = [...Object.keys(errorCatalogue), ...Object.keys(transportErrors)] as (
  | ErrorCode
  | TransportErrorCode
)[];

/** Every reply that is no success. `detail` says in one line what is wrong and what would be right. */
export const Problem = Type.Object({
  type: Type.Literal("about:blank"),
  title: Type.String(),
  status: Type.Integer({ minimum: 400, maximum: 599 }),
  code: Type.Enum(problemCodes),
  detail: Type.String(),
});

export type AnalysisSummary = Static<typeof AnalysisSummary>;
export type AnalysisList = Static<typeof AnalysisList>;
export type AnalysisParams = Static<typeof AnalysisParams>;
export type GraphParams = Static<typeof GraphParams>;
export type ImageParams = Static<typeof ImageParams>;
export type Problem = Static<typeof Problem>;
