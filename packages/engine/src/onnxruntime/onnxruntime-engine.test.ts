import { listSupportedBackends } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { describeEngine } from "../conformance/engine-conformance.js";
import { onnxruntimeDevices } from "./onnxruntime-devices.js";
import { OnnxruntimeEngine } from "./onnxruntime-engine.js";

describeEngine("onnxruntime", () => new OnnxruntimeEngine({ device: "cpu", threads: 1 }));

describe("onnxruntime's devices", () => {
  it("begin with the processor, which is there always", () => {
    expect(onnxruntimeDevices()[0]).toMatchObject({ device: "cpu", available: true });
  });

  it("have CUDA once its library is there, and say before how it comes", () => {
    const cuda = (isThere: boolean) => {
      const installation = { packageFolder: () => "/modules/onnxruntime-node", fileExists: () => isThere };
      return onnxruntimeDevices(installation).find(({ device }) => device === "cuda");
    };
    const platforms = listSupportedBackends().some(({ name }) => name === "cuda");
    expect(cuda(true)?.available).toBe(platforms);
    expect(cuda(false)).toEqual({
      device: "cuda",
      available: false,
      reason: expect.stringMatching(
        platforms ? /node \/modules\/onnxruntime-node\/script\/install\.js --onnx/ : /none for this platform/,
      ),
    });
  });

  it("are named when one is asked for that is not here", () => {
    expect(() => new OnnxruntimeEngine({ device: "abacus", threads: 1 })).toThrow(
      /no device abacus here; available: auto, cpu/,
    );
  });
});
