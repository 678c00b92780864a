import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chooseTfjsDevice, type Installation, tfjsDevices, tfjsVersion } from "./devices.js";

const wasm = "@tensorflow/tfjs-backend-wasm";
const cpu = "@tensorflow/tfjs-backend-cpu";
const node = "@tensorflow/tfjs-node";
const gpu = "@tensorflow/tfjs-node-gpu";
const binding = (name: string) => join("/modules", name, "lib", "napi-v8", "tfjs_binding.node");

function installation(packages: readonly string[], files: readonly string[] = []): Installation {
  return {
    packageFolder: (name) => (packages.includes(name) ? join("/modules", name) : undefined),
    fileExists: (path) => files.includes(path),
  };
}

const available = (made: Installation) =>
  tfjsDevices(made)
    .filter((device) => device.available)
    .map(({ device }) => device);

const reasonOf = (made: Installation, wanted: string) =>
  tfjsDevices(made).find(({ device }) => device === wanted)?.reason;

describe("devices of TensorFlow.js", () => {
  it("are WebAssembly and plain JavaScript where nothing native is installed", () => {
    const made = installation([wasm, cpu]);
    expect(available(made)).toEqual(["wasm", "cpu"]);
    expect(reasonOf(made, "node")).toMatch(/optional package @tensorflow\/tfjs-node is not installed/);
    expect(reasonOf(made, "gpu")).toMatch(/no NVIDIA driver/);
    expect(chooseTfjsDevice("auto", made)).toBe("wasm");
  });

  it("do not count a native package whose library was not built", () => {
    const made = installation([wasm, cpu, node, gpu], ["/dev/nvidiactl"]);
    expect(available(made)).toEqual(["wasm", "cpu"]);
    expect(reasonOf(made, "node")).toMatch(/was not built: run its install script/);
    expect(reasonOf(made, "gpu")).toMatch(/was not built/);
  });

  it("prefer the GPU, then the native library", () => {
    const native = installation([wasm, cpu, node, gpu], [binding(node), binding(gpu)]);
    expect(chooseTfjsDevice("auto", native)).toBe("node");
    const driven = installation([wasm, cpu, node, gpu], [binding(node), binding(gpu), "/dev/nvidiactl"]);
    expect(available(driven)).toEqual(["gpu", "node", "wasm", "cpu"]);
    expect(chooseTfjsDevice("auto", driven)).toBe("gpu");
    expect(chooseTfjsDevice("wasm", driven)).toBe("wasm");
  });

  it("are refused by name, with the reason and what would be right", () => {
    const made = installation([wasm, cpu]);
    expect(() => chooseTfjsDevice("node", made)).toThrow(
      /no device node here \(the optional package .* is not installed\); available: auto, wasm, cpu/,
    );
    expect(() => chooseTfjsDevice("abacus", made)).toThrow(/no device abacus here; available: auto, wasm, cpu/);
  });

  it("include WebAssembly here, with a version", () => {
    expect(tfjsDevices().find(({ device }) => device === "wasm")?.available).toBe(true);
    expect(tfjsVersion("wasm")).toMatch(/^\d+\.\d+\.\d+/);
  });
});
