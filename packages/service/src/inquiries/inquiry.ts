/**
 * What the service has a job process find out while a caller waits: reading models, images and archives holds up a process,
 * and may end it. Answers are JSON.
 */
import type { AnalysisEstimate, InspectOptions, ModelInspection } from "@gipfel/pipeline";
import type { StoredOptions } from "../analyses/settings.js";

/** A data set, as far as the store keeps it. */
export interface ImagesSummary {
  readonly images: number;
  readonly classes: readonly { readonly name: string; readonly images: number }[];
}

export interface ListedImage {
  readonly index: number;
  /** Its path in the data set. */
  readonly name: string;
  /** Folder or label that it belongs to. */
  readonly class: string;
}

export interface ImagesPage {
  readonly items: ListedImage[];
  /** Of all pages. */
  readonly total: number;
}

export interface InspectedModel extends ModelInspection {
  /** How many layers `all` takes. */
  readonly allLayers: number;
}

export interface EstimatedAnalysis extends AnalysisEstimate {
  readonly classes: number;
  readonly segments: { readonly exact: number; readonly quadrature: number };
  /** Null for arrays, which need none. */
  readonly preprocessing: { readonly name: string; readonly assumed: boolean } | null;
  /** What the user should know before it starts. */
  readonly notices: readonly string[];
}

interface Answers {
  /** Lists a data set that is not registered yet. */
  "describe-images": { asked: { path: string }; answer: ImagesSummary };
  /** Unpacks an archive to a folder, whole or not at all, and lists it. */
  "unpack-images": { asked: { archive: string; folder: string }; answer: ImagesSummary };
  /** @param class null for all */
  "list-images": {
    asked: { datasetId: string; class: string | null; start: number; limit: number };
    answer: ImagesPage;
  };
  /** WebP in base64. */
  "render-thumbnail": { asked: { datasetId: string; image: number }; answer: { webp: string } };
  "inspect-model": { asked: { modelId: string; options: InspectOptions }; answer: InspectedModel };
  "estimate-analysis": {
    asked: { modelId: string; datasetId: string; stored: StoredOptions };
    answer: EstimatedAnalysis;
  };
}

export type InquiryKind = keyof Answers;
export type InquiryOf<Kind extends InquiryKind> = { readonly kind: Kind } & Readonly<Answers[Kind]["asked"]>;
export type Inquiry = { readonly [Kind in InquiryKind]: InquiryOf<Kind> }[InquiryKind];
export type AnswerTo<Kind extends InquiryKind> = Answers[Kind]["answer"];
