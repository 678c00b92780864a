import { describe, expect, it } from "vitest";
import { comparedEngines } from "./engine-list.js";

const known = [
  { engine: "onnxruntime", device: "cpu", available: true, reason: "" },
  { engine: "onnxruntime", device: "cuda", available: false, reason: "" },
  { engine: "tfjs", device: "wasm", available: true, reason: "" },
  { engine: "tfjs", device: "cpu", available: true, reason: "" },
];

describe("comparedEngines", () => {
  it("are none where one engine is named", () => {
    expect(comparedEngines("tfjs", "auto", known)).toBeUndefined();
  });

  it("are those named, with their own device or the common one", () => {
    expect(comparedEngines("onnxruntime, tfjs:wasm", "auto", known)).toEqual([
      { engine: "onnxruntime", device: "auto" },
      { engine: "tfjs", device: "wasm" },
    ]);
    expect(comparedEngines("tfjs:node", "auto", known)).toEqual([{ engine: "tfjs", device: "node" }]);
  });

  it("are all that are here, but plain JavaScript", () => {
    expect(comparedEngines("all", "auto", known)).toEqual([
      { engine: "onnxruntime", device: "cpu" },
      { engine: "tfjs", device: "wasm" },
    ]);
  });
});
