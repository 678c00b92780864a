/** Jobs that ask more of a finished analysis. */
import { type Static, Type } from "typebox";
import { ImagePathDocument } from "../image-path-document.js";
import { Count, Id, JobError, JobProgress, JobStatus, Nullable, resource } from "./common.js";

/** The image whose path is asked for: one of the analysis's data set by its index, or one that was uploaded. */
export const ImagePathRequest = Type.Object(
  { image: Type.Optional(Count({ maximum: 1e9 })), uploadId: Type.Optional(Id()) },
  { additionalProperties: false },
);

export const ImagePath = Type.Object({
  ...resource,
  analysisId: Id(),
  /** Id of the class in the analysis. */
  classId: Type.String(),
  request: ImagePathRequest,
  status: JobStatus,
  progress: Nullable(JobProgress),
  error: Nullable(JobError),
  /** Once it is finished. */
  document: Nullable(ImagePathDocument),
});

/** Whether the images behind the edges of a class are known yet. */
export const EdgeImagesState = Type.Object({
  status: JobStatus,
  progress: Nullable(JobProgress),
  error: Nullable(JobError),
});

export type ImagePathRequest = Static<typeof ImagePathRequest>;
export type ImagePath = Static<typeof ImagePath>;
export type EdgeImagesState = Static<typeof EdgeImagesState>;
