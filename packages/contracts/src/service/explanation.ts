import { type Static, Type } from "typebox";
import { methodNames } from "../attribution-methods.js";
import { ExplanationDocument } from "../explanation-document.js";
import { Count, Default, Id, JobError, JobProgress, JobStatus, Nullable, resource } from "./common.js";
import { PreprocessingChoice } from "./preprocessing.js";

/** What is explained by what; parameters that are left out take the method's defaults. */
export const ExplanationRequest = Type.Object(
  {
    modelId: Id(),
    /** Images by their index in a data set. */
    datasetId: Type.Optional(Id()),
    images: Type.Optional(Type.Array(Count({ maximum: 1e9 }), { minItems: 1, maxItems: 1000 })),
    /** Or an image that was uploaded. */
    uploadId: Type.Optional(Id()),
    method: Type.Enum(methodNames),
    parameters: Type.Optional(Type.Record(Type.String({ maxLength: 100 }), Type.Unknown())),
    /** A class, `layer:channel`, a node of the analysis, `predicted` or `label`. */
    target: Default(Type.String({ minLength: 1, maxLength: 500 }), "predicted"),
    /** A layer, or a node of the analysis; the image where it is left out. */
    level: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    /** Analysis whose nodes may be named. */
    analysisId: Type.Optional(Id()),
    /** Class whose nodes they are, where each class was clustered by itself. */
    graphClass: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    preprocess: Type.Optional(PreprocessingChoice),
  },
  { additionalProperties: false },
);

export const Explanation = Type.Object({
  ...resource,
  request: ExplanationRequest,
  status: JobStatus,
  progress: Nullable(JobProgress),
  error: Nullable(JobError),
  /** One for each image, in the order asked for, once it is finished. */
  results: Type.Array(Type.Object({ image: Type.String(), document: ExplanationDocument })),
});

export type ExplanationRequest = Static<typeof ExplanationRequest>;
export type ServiceExplanation = Static<typeof Explanation>;
