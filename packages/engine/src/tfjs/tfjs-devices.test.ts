import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chooseDevice } from "../devices.js";
import type { Installation } from "../installation.js";
import { tfjsDevices, tfjsPackage, tfjsVersion } from "./tfjs-devices.js";

const wasm = "@tensorflow/tfjs-backend-wasm";
const cpu = "@tensorflow/tfjs-backend-cpu";
const node = "@tensorflow/tfjs-node";
const gpu = "@tensorflow/tfjs-node-gpu";
const driver = "/dev/nvidiactl";
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
  });

  it("do not count a native package whose library was not downloaded, and say how it comes", () => {
    const made = installation([wasm, cpu, node, gpu], [driver]);
    expect(available(made)).toEqual(["wasm", "cpu"]);
    expect(reasonOf(made, "node")).toMatch(
      /without its library; .* npm --prefix \/modules\/.*\/tfjs-node run install$/,
    );
    expect(reasonOf(made, "gpu")).toMatch(/npm --prefix \/modules\/.*\/tfjs-node-gpu run install$/);
  });

  it("prefer the GPU, then the native library", () => {
    const all = [wasm, cpu, node, gpu];
    const native = installation(all, [binding(node), binding(gpu)]);
    expect(chooseDevice("tfjs", tfjsDevices(native), "auto")).toBe("node");
    const driven = installation(all, [binding(node), binding(gpu), driver]);
    expect(available(driven)).toEqual(["gpu", "node", "wasm", "cpu"]);
    expect(chooseDevice("tfjs", tfjsDevices(driven), "auto")).toBe("gpu");
  });

  it("compute on the processor with the library for GPUs where it is the only one", () => {
    const made = installation([wasm, cpu, node, gpu], [binding(gpu)]);
    expect(available(made)).toEqual(["node", "wasm", "cpu"]);
    expect(tfjsPackage("node", made)).toBe(gpu);
    expect(tfjsPackage("node", installation([node, gpu], [binding(node), binding(gpu)]))).toBe(node);
  });

  it("include WebAssembly here, with a version", () => {
    expect(available({ ...installation([]), packageFolder: () => "/modules" })).toEqual(["wasm", "cpu"]);
    expect(tfjsDevices().find(({ device }) => device === "wasm")?.available).toBe(true);
    expect(tfjsVersion("wasm")).toMatch(/^\d+\.\d+\.\d+/);
  });
});
