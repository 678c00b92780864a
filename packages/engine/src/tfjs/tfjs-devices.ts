import { createRequire } from "node:module";
import { join } from "node:path";
import type { DeviceAvailability } from "../devices.js";
import { type Installation, thisInstallation } from "../installation.js";

/** Backends of TensorFlow.js, fastest first. `cpu` is plain JavaScript: slow, and there to compare with. */
const devices = ["gpu", "node", "wasm", "cpu"] as const;
export type TfjsDevice = (typeof devices)[number];

/** The packages that bring a device; the first that is ready is taken. */
const packages: Readonly<Record<TfjsDevice, readonly string[]>> = {
  gpu: ["@tensorflow/tfjs-node-gpu"],
  // Without a GPU, the library for GPUs computes on the processor.
  node: ["@tensorflow/tfjs-node", "@tensorflow/tfjs-node-gpu"],
  wasm: ["@tensorflow/tfjs-backend-wasm"],
  cpu: ["@tensorflow/tfjs-backend-cpu"],
};

const notes: Readonly<Record<TfjsDevice, string>> = {
  gpu: "; needs CUDA",
  node: ", TensorFlow's own library",
  wasm: " with SIMD where the processor has it, on one thread",
  cpu: ": plain JavaScript, slow, to compare with",
};

/** Where the native packages have the library that their install script downloads or builds. */
const nativeBinding = join("lib", "napi-v8", "tfjs_binding.node");
const nvidiaDriver = "/dev/nvidiactl";

/** The backends and whether this installation has them. Looks at files only: nothing is loaded. */
export function tfjsDevices(installation: Installation = thisInstallation): DeviceAvailability[] {
  return devices.map((device) => {
    const missing = missingFor(device, installation);
    const reason = missing ?? `${tfjsPackage(device, installation)}${notes[device]}`;
    return { device, available: missing === undefined, reason };
  });
}

/** The package that computes on a device which is available. */
export function tfjsPackage(device: TfjsDevice, installation: Installation = thisInstallation): string {
  return packages[device].find((name) => lacks(name, installation) === undefined) ?? packages[device][0]!;
}

/** For provenance. */
export function tfjsVersion(device: TfjsDevice): string {
  const { version } = require(`${tfjsPackage(device)}/package.json`) as { version: string };
  return version;
}

function missingFor(device: TfjsDevice, installation: Installation): string | undefined {
  if (device === "gpu" && !installation.fileExists(nvidiaDriver)) {
    return `there is no NVIDIA driver (no ${nvidiaDriver})`;
  }
  const reasons = packages[device].map((name) => lacks(name, installation));
  return reasons.includes(undefined) ? undefined : reasons[0];
}

/** What keeps a package from being used. pnpm installs the native ones without the library they download. */
function lacks(name: string, { packageFolder, fileExists }: Installation): string | undefined {
  const folder = packageFolder(name);
  const isNative = name.startsWith("@tensorflow/tfjs-node");
  if (folder === undefined) return `the ${isNative ? "optional " : ""}package ${name} is not installed`;
  if (!isNative || fileExists(join(folder, nativeBinding))) return undefined;
  return `${name} is here without its library; to download it: npm --prefix ${folder} run install`;
}

const require = createRequire(import.meta.url);
