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
  triedOnnxruntimeDevices,
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
  /** As far as files tell. */
  readonly devices: () => DeviceAvailability[];
  /** After a try of what files do not tell. */
  readonly tried: () => Promise<DeviceAvailability[]>;
  readonly create: (options: EngineOptions) => Engine;
}

const engines: Readonly<Record<string, EngineKind>> = {
  onnxruntime: {
    devices: onnxruntimeDevices,
    tried: triedOnnxruntimeDevices,
    create: (options) => new OnnxruntimeEngine(options),
  },
  tfjs: { devices: tfjsDevices, tried: async () => tfjsDevices(), create: (options) => new TfjsEngine(options) },
};

export const engineNames: readonly string[] = Object.keys(engines);

/** Engines and devices known to this version, and whether this machine computes on them: some are tried, for a second. */
export async function availableEngines(): Promise<EngineAvailability[]> {
  const kinds = Object.entries(engines).map(async ([engine, { tried }]) =>
    (await tried()).map((device) => ({ engine, ...device })),
  );
  return (await Promise.all(kinds)).flat();
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
