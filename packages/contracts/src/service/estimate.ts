import { type Static, Type } from "typebox";
import { Count, Id, Nullable } from "./common.js";

const Seconds = () => Type.Number({ minimum: 0 });

/** What an analysis will cost, and what that is known from. Waiting for other analyses is not part of it. */
export const AnalysisEstimate = Type.Object({
  images: Count(),
  classes: Count(),
  /** How often each image is read. */
  passes: Count(),
  segments: Type.Object({ exact: Count(), quadrature: Count() }),
  diskBytes: Count(),
  /** Of one worker. */
  seconds: Seconds(),
  basis: Type.Union([
    /** One image through the network, measured just now, and the plan: rough. */
    Type.Object({ kind: Type.Literal("calibration"), inferenceSeconds: Seconds() }),
    /** An analysis of the same model with settings that cost the same, which this service has finished. */
    Type.Object({ kind: Type.Literal("earlier"), analysisId: Id(), images: Count(), seconds: Seconds() }),
  ]),
  /** Null for arrays, which need none. */
  preprocessing: Nullable(Type.Object({ name: Type.String(), assumed: Type.Boolean() })),
  /** What is worth knowing before it starts. */
  notices: Type.Array(Type.String()),
});

export type AnalysisEstimate = Static<typeof AnalysisEstimate>;
