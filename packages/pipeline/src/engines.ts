/** The engines by name: what computes is chosen here, and nowhere else. */
import { GipfelError } from "@gipfel/contracts";
import {
  chooseDevice,
  type DeviceAvailability,
  type Engine,
  type EngineOptions,
  OnnxruntimeEngine,
  onnxruntimeDevices,
  TfjsEngine,
  tfjsDevices,
} from "@gipfel/engine";

export interface EngineChoice {
  readonly engine: string;
  /** `auto` for the best that the engine has here. */
  readonly device: string;
}

export interface EngineAvailability extends DeviceAvailability {
  readonly engine: string;
}

interface EngineKind {
  readonly devices: () => DeviceAvailability[];
  readonly create: (options: EngineOptions) => Engine;
}

const engines: Readonly<Record<string, EngineKind>> = {
  onnxruntime: { devices: onnxruntimeDevices, create: (options) => new OnnxruntimeEngine(options) },
  tfjs: { devices: tfjsDevices, create: (options) => new TfjsEngine(options) },
};

export const engineNames: readonly string[] = Object.keys(engines);

/** Engines and devices known to this version, and whether this installation has them. */
export function availableEngines(): EngineAvailability[] {
  return Object.entries(engines).flatMap(([engine, { devices }]) => devices().map((device) => ({ engine, ...device })));
}

/**
 * The device that will compute: results depend on it, so they name it rather than `auto`.
 *
 * @throws GipfelError ENGINE_UNAVAILABLE
 */
export function resolveDevice({ engine, device }: EngineChoice): string {
  return chooseDevice(engine, kindOf(engine).devices(), device);
}

/** @throws GipfelError ENGINE_UNAVAILABLE */
export function createEngine({ engine, device }: EngineChoice, threads: number): Engine {
  return kindOf(engine).create({ device, threads });
}

function kindOf(name: string): EngineKind {
  const kind = Object.hasOwn(engines, name) ? engines[name] : undefined;
  if (kind) return kind;
  throw new GipfelError("ENGINE_UNAVAILABLE", `there is no engine ${name}; available: ${engineNames.join(", ")}`);
}
