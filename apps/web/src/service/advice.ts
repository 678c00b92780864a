/** What to do about an analysis that failed. */
import type { ErrorCode } from "@gipfel/contracts";

export interface Advice {
  readonly text: string;
  /** What helps most. */
  readonly remedy: "resume" | "retry" | "settings" | "model";
}

const settings = (text: string): Advice => ({ text, remedy: "settings" });
const ofCode: Partial<Record<ErrorCode, Advice>> = {
  OPTION_INVALID: settings("Change the setting and start again."),
  LABELS_INVALID: settings("Give the names of the outputs, in their order, or rename the class folders."),
  LAYER_UNKNOWN: settings("Choose layers that this network has."),
  TARGET_UNKNOWN: settings("Choose an output that this network has."),
  PREPROCESSING_INVALID: settings("Choose another preprocessing."),
  SHAPE_MISMATCH: settings("Choose a preprocessing, or a data set, that makes what this network takes."),
  METHOD_UNDEFINED: settings("Weigh edges by another method."),
  OUT_OF_MEMORY: settings("Take a smaller batch, fewer layers, or leave out the pairs of neurons."),
  MODEL_NOT_FOUND: { text: "Upload the model again, and start an analysis of it.", remedy: "model" },
  MODEL_UNSUPPORTED: { text: "Export the model without what is not supported, and upload it again.", remedy: "model" },
  DATASET_NOT_FOUND: { text: "Put the data set back where it was, then start over.", remedy: "retry" },
  DATASET_INVALID: { text: "Put the data set right, then start over.", remedy: "retry" },
  DATASET_EMPTY: { text: "Put images into the data set, then start over.", remedy: "retry" },
  STORAGE_FAILED: { text: "Make room on the disk of the service, then resume.", remedy: "resume" },
};

/** Where nothing better is known: what is done is kept, so another try costs little. */
const tryAgain: Advice = {
  text: "What is done is kept: resume goes on from there. If it fails again, the log of the service says more.",
  remedy: "resume",
};

export function adviceOn(code: string): Advice {
  return Object.entries(ofCode).find(([known]) => known === code)?.[1] ?? tryAgain;
}
