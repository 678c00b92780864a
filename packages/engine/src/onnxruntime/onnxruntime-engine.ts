import { GipfelError, messageOf } from "@gipfel/contracts";
import { type Network, unfaithfulOptimisers } from "@gipfel/network";
import { InferenceSession, listSupportedBackends, Tensor } from "onnxruntime-node";
import type { CompiledNetwork, Engine, EngineOptions, RunTensors } from "../engine.js";
import { writeModel } from "./write/write-model.js";

/** The engine on Microsoft's onnxruntime: CPU everywhere, other devices where the library was installed with them. */
export class OnnxruntimeEngine implements Engine {
  readonly name = "onnxruntime";

  constructor(private readonly options: EngineOptions) {
    const available = onnxruntimeDevices();
    if (!available.includes(options.device)) {
      throw new GipfelError(
        "ENGINE_UNAVAILABLE",
        `onnxruntime has no device ${options.device} here; available: ${available.join(", ")}`,
      );
    }
  }

  get description(): string {
    return `onnxruntime ${this.options.device}`;
  }

  async compile(network: Network): Promise<CompiledNetwork> {
    const { device, threads } = this.options;
    try {
      const session = await InferenceSession.create(writeModel(network), {
        executionProviders: device === "cpu" ? ["cpu"] : [device, "cpu"],
        graphOptimizationLevel: "all",
        extra: { optimization: { disable_specified_optimizers: unfaithfulOptimisers } },
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        logSeverityLevel: 3,
      });
      return new Session(session);
    } catch (error) {
      throw new GipfelError("ENGINE_FAILED", `onnxruntime could not prepare the network: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }
}

/** Devices that this installation of onnxruntime was built with. */
export function onnxruntimeDevices(): string[] {
  return listSupportedBackends().map(({ name }) => name);
}

class Session implements CompiledNetwork {
  constructor(private readonly session: InferenceSession) {}

  async run(feeds: RunTensors): Promise<RunTensors> {
    const inputs = Object.entries(feeds).map(
      ([name, { data, shape }]) => [name, new Tensor("float32", data, shape)] as const,
    );
    try {
      const outputs = await this.session.run(Object.fromEntries(inputs));
      return Object.fromEntries(
        Object.entries(outputs).map(([name, value]) => [name, { shape: value.dims, data: float32(value) }]),
      );
    } catch (error) {
      throw new GipfelError("ENGINE_FAILED", `onnxruntime failed: ${messageOf(error)}`, { cause: error });
    }
  }

  async dispose(): Promise<void> {
    await this.session.release();
  }
}

function float32(value: { readonly data: unknown }): Float32Array {
  if (!(value.data instanceof Float32Array)) throw new TypeError("onnxruntime returned something other than float32");
  return value.data;
}
