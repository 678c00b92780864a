/** Which field of the form a problem of the service is about. */
import type { SettingName } from "../../settings/settings-draft.js";

export type FieldName = SettingName | "model" | "dataset" | "name";

const ofCode: Readonly<Record<string, FieldName>> = {
  PREPROCESSING_INVALID: "preprocess",
  LABELS_INVALID: "labels",
  LAYER_UNKNOWN: "layers",
  TARGET_UNKNOWN: "target",
  MODEL_NOT_FOUND: "model",
  MODEL_UNREADABLE: "model",
  MODEL_UNSUPPORTED: "model",
  DATASET_NOT_FOUND: "dataset",
  DATASET_EMPTY: "dataset",
  DATASET_INVALID: "dataset",
};

const ofPointer: Readonly<Record<string, FieldName>> = { modelId: "model", datasetId: "dataset", name: "name" };

/** @returns null where it is about none of `fields`, or about several */
export function fieldOfProblem(code: string, detail: string, fields: readonly FieldName[]): FieldName | null {
  const option = /^--([a-z]+(?:-[a-z]+)*) /.exec(detail)?.[1].replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  const [, top, below] = /^body: \/(\w+)(?:\/(\w+))?/.exec(detail) ?? [];
  const isModel = code === "STATE_CONFLICT" && detail.startsWith("the model ");
  const named = option ?? (top === "settings" ? below : ofPointer[top]) ?? (isModel ? "model" : ofCode[code]);
  return fields.find((field) => field === named) ?? null;
}
