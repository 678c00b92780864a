import { GipfelError } from "@gipfel/contracts";
import { type Engine, OnnxruntimeEngine, onnxruntimeDevices } from "@gipfel/engine";

export interface EngineAvailability {
  readonly engine: string;
  readonly device: string;
  readonly available: boolean;
  readonly reason: string;
}

const devices = ["cpu", "webgpu", "cuda"] as const;

/** Why a device may be missing, and how it comes. */
const requirements = {
  cpu: "part of the onnxruntime-node package",
  webgpu: "part of the onnxruntime-node package where it was built with it; needs a graphics driver",
  cuda: "run the install script of onnxruntime-node on a machine with CUDA: pnpm rebuild onnxruntime-node",
} as const;

/** Engines and devices known to this version, and whether this installation has them. */
export function availableEngines(): EngineAvailability[] {
  const found = onnxruntimeDevices();
  return devices.map((device) => ({
    engine: "onnxruntime",
    device,
    available: found.includes(device),
    reason: requirements[device],
  }));
}

/** @throws GipfelError ENGINE_UNAVAILABLE */
export function createEngine(name: string, device: string, threads: number): Engine {
  if (name === "onnxruntime") return new OnnxruntimeEngine({ device, threads });
  throw new GipfelError("ENGINE_UNAVAILABLE", `there is no engine ${name}; available: onnxruntime`);
}
