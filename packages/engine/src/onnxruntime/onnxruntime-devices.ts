import { join } from "node:path";
import { listSupportedBackends } from "onnxruntime-node";
import type { DeviceAvailability } from "../devices.js";
import { type Installation, thisInstallation } from "../installation.js";

const devices = ["cpu", "webgpu", "cuda"] as const;
type Device = (typeof devices)[number];

const library = "onnxruntime-node";

const provided: Readonly<Record<Device, string>> = {
  cpu: library,
  webgpu: `${library}; needs a graphics driver`,
  cuda: `${library} with its library for CUDA`,
};

/** What this installation of onnxruntime can compute on; the processor first, which is there always. */
export function onnxruntimeDevices(installation: Installation = thisInstallation): DeviceAvailability[] {
  const supported = listSupportedBackends().map(({ name }) => name);
  return devices.map((device) => {
    const missing = supported.includes(device)
      ? missingFor(device, installation)
      : `${library} has none for this platform`;
    return { device, available: missing === undefined, reason: missing ?? provided[device] };
  });
}

/** CUDA is supported where its library is not there: the package's install script downloads it, and pnpm runs none. */
function missingFor(device: Device, { packageFolder, fileExists }: Installation): string | undefined {
  if (device !== "cuda") return undefined;
  const folder = packageFolder(library) ?? "";
  const binaries = join(folder, "bin", "napi-v6", process.platform, process.arch);
  if (fileExists(join(binaries, "libonnxruntime_providers_cuda.so"))) return undefined;
  const script = join(folder, "script", "install.js");
  return `${library} is here without its library for CUDA; to download it: node ${script} --onnxruntime-node-install=cuda12`;
}
