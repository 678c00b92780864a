import type { AnalysisSummary, Dataset, Model, ServiceAnalysis } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import { testAnalysis } from "../../testing/test-analysis.js";
import { describeAnalyses } from "./describe-analyses.js";

const uuid = (digit: string) => `00000000-0000-7000-8000-00000000000${digit}`;
const resource = { version: 1, createdAt: "2026-01-01T00:00:00.000Z", updatedAt: "2026-01-01T00:00:00.000Z" };
const model: Model = {
  ...{
    ...resource,
    id: "m",
    name: "net.onnx",
    hash: "h",
    bytes: 1,
    status: "ready",
    error: null,
    inspection: null,
    unsupported: [],
  },
};
const dataset: Dataset = {
  ...{ ...resource, id: "d", name: "toys", kind: "folder", path: null, images: 30 },
  classes: [{ name: "a", images: 30 }],
};
const summary = (id: string, images: number): AnalysisSummary => ({
  id,
  name: id,
  model: { name: "other.onnx" },
  dataset: { name: "others", images },
  classes: [{ id: "a", index: 0, name: "a", images, accuracy: null }],
});
const describeAll = (analyses: ServiceAnalysis[], results: AnalysisSummary[] | null = []) =>
  describeAnalyses(analyses, [model], [dataset], results);

describe("describeAnalyses", () => {
  it("names model and data set by what the service keeps, else by what the result says", () => {
    const made = testAnalysis({ id: uuid("1"), modelId: "m", datasetId: "d" });
    const folder = testAnalysis({ id: "demo", modelId: "hash", datasetId: "hash" });
    const [first, second] = describeAll([made, folder], [summary("demo", 7)]);
    expect(first).toMatchObject({ model: "net.onnx", dataset: "toys", images: 30, classes: null, isFolder: false });
    expect(second).toMatchObject({ model: "other.onnx", dataset: "others", images: 7, classes: 1, isFolder: true });
  });

  it("says of one whose data set is gone that it is not known", () => {
    const [entry] = describeAll([testAnalysis({ modelId: "x", datasetId: "x" })], null);
    expect(entry).toMatchObject({ model: null, dataset: null, images: null });
  });

  it("puts what is under way first and leaves the order otherwise", () => {
    const ids = ["1", "2", "3", "4"].map(uuid);
    const statuses = ["finished", "queued", "failed", "running"] as const;
    const analyses = ids.map((id, i) => testAnalysis({ id, status: statuses[i] }));
    expect(describeAll(analyses).map(({ analysis }) => analysis.id)).toEqual([ids[1], ids[3], ids[0], ids[2]]);
  });
});
