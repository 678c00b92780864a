import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { GipfelError } from "@gipfel/contracts";

/** Backends of TensorFlow.js, fastest first. `cpu` is plain JavaScript: slow, and there to compare with. */
export const tfjsDeviceNames = ["gpu", "node", "wasm", "cpu"] as const;
export type TfjsDevice = (typeof tfjsDeviceNames)[number];

export interface TfjsDeviceAvailability {
  readonly device: TfjsDevice;
  readonly available: boolean;
  /** What is there, or what is missing and how it comes. */
  readonly reason: string;
}

/** What of this machine decides; a test brings its own. */
export interface Installation {
  /** Folder of an installed package, or undefined. */
  packageFolder(name: string): string | undefined;
  fileExists(path: string): boolean;
}

/** The backends and whether this installation has them. Looks at files only: nothing is loaded. */
export function tfjsDevices(installation: Installation = thisInstallation): TfjsDeviceAvailability[] {
  return tfjsDeviceNames.map((device) => {
    const missing = missingFor(device, installation);
    return { device, available: missing === undefined, reason: missing ?? provided[device] };
  });
}

/**
 * @param wanted a device, or `auto` for the fastest there is.
 * @throws GipfelError ENGINE_UNAVAILABLE
 */
export function chooseTfjsDevice(wanted: string, installation: Installation = thisInstallation): TfjsDevice {
  const devices = tfjsDevices(installation);
  const here = devices.filter(({ available }) => available).map(({ device }) => device);
  if (wanted === "auto") return here[0]!;
  const found = devices.find(({ device }) => device === wanted);
  if (found?.available) return found.device;
  const why = found ? ` (${found.reason})` : "";
  throw new GipfelError(
    "ENGINE_UNAVAILABLE",
    `tfjs has no device ${wanted} here${why}; available: auto, ${here.join(", ")}`,
  );
}

/** For provenance. */
export function tfjsVersion(device: TfjsDevice): string {
  const { version } = require(`${packages[device]}/package.json`) as { version: string };
  return version;
}

const packages: Readonly<Record<TfjsDevice, string>> = {
  gpu: "@tensorflow/tfjs-node-gpu",
  node: "@tensorflow/tfjs-node",
  wasm: "@tensorflow/tfjs-backend-wasm",
  cpu: "@tensorflow/tfjs-backend-cpu",
};

const provided: Readonly<Record<TfjsDevice, string>> = {
  gpu: `${packages.gpu}; needs CUDA`,
  node: packages.node,
  wasm: `${packages.wasm} with SIMD where the processor has it, on one thread`,
  cpu: `${packages.cpu}: plain JavaScript, slow, to compare with`,
};

/** Where the native packages have the library that their install script builds or downloads. */
const nativeBinding = join("lib", "napi-v8", "tfjs_binding.node");
const nvidiaDriver = "/dev/nvidiactl";

function missingFor(device: TfjsDevice, installation: Installation): string | undefined {
  const name = packages[device];
  switch (device) {
    case "gpu":
      if (!installation.fileExists(nvidiaDriver)) return `there is no NVIDIA driver (no ${nvidiaDriver})`;
      return missingNative(name, installation);
    case "node":
      return missingNative(name, installation);
    case "wasm":
    case "cpu":
      return missingPackage(name, installation);
  }
}

function missingPackage(name: string, { packageFolder }: Installation): string | undefined {
  return packageFolder(name) === undefined ? `the package ${name} is not installed` : undefined;
}

function missingNative(name: string, installation: Installation): string | undefined {
  const folder = installation.packageFolder(name);
  if (folder === undefined) return `the optional package ${name} is not installed`;
  if (installation.fileExists(join(folder, nativeBinding))) return undefined;
  return `the native library of ${name} was not built: run its install script (pnpm rebuild ${name})`;
}

const require = createRequire(import.meta.url);

const thisInstallation: Installation = {
  packageFolder(name) {
    try {
      return dirname(require.resolve(`${name}/package.json`));
    } catch {
      return undefined;
    }
  },
  fileExists: existsSync,
};
