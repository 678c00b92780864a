import { describe, expect, it } from "vitest";
import { type FieldName, fieldOfProblem } from "./problem-field.js";

const fields: FieldName[] = ["model", "dataset", "name", "edgeMethod", "clusters", "labels", "preprocess"];

describe("fieldOfProblem", () => {
  it.each([
    ["OPTION_INVALID", "--edge-method is x; it takes lrp", "edgeMethod"],
    ["REQUEST_INVALID", "body: /settings/clusters: expected an integer, got 1.5", "clusters"],
    ["REQUEST_INVALID", "body: /datasetId: expected a string, got null", "dataset"],
    ["STATE_CONFLICT", "the model net is checking; an analysis takes one that is ready", "model"],
    ["LABELS_INVALID", "There are 3 labels for 10 outputs; give one for each output", "labels"],
    ["REQUEST_INVALID", "body: /settings/other: unknown", null],
    ["OPTION_INVALID", "something else", null],
    ["STATE_CONFLICT", "analysis 7 is running", null],
  ])("finds for %s: %s", (code, detail, field) => {
    expect(fieldOfProblem(code, detail, fields)).toBe(field);
  });
});
