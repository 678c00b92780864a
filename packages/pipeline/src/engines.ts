import { GipfelError } from "@gipfel/contracts";
import { type Engine, OnnxruntimeEngine } from "@gipfel/engine";

/** @throws GipfelError ENGINE_UNAVAILABLE */
export function createEngine(name: string, device: string, threads: number): Engine {
  if (name === "onnxruntime") return new OnnxruntimeEngine({ device, threads });
  throw new GipfelError("ENGINE_UNAVAILABLE", `there is no engine ${name}; available: onnxruntime`);
}
