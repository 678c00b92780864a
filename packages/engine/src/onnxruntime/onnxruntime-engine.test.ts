import { describe, expect, it } from "vitest";
import { describeEngine } from "../conformance/engine-conformance.js";
import { OnnxruntimeEngine, onnxruntimeDevices } from "./onnxruntime-engine.js";

describeEngine("onnxruntime", () => new OnnxruntimeEngine({ device: "cpu", threads: 1 }));

describe("onnxruntime's devices", () => {
  it("include the processor", () => {
    expect(onnxruntimeDevices()).toContain("cpu");
  });

  it("are named when one is asked for that is not here", () => {
    expect(() => new OnnxruntimeEngine({ device: "abacus", threads: 1 })).toThrow(
      /no device abacus here; available: cpu/,
    );
  });
});
