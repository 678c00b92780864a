import { GipfelError } from "@gipfel/contracts";
import { type Network, unfaithfulOptimisers } from "@gipfel/network";
import { listSupportedBackends } from "onnxruntime-node";
import { checkFeeds } from "../check-feeds.js";
import type { CompiledNetwork, Engine, EngineOptions, RunTensors } from "../engine.js";
import { orFail } from "../thread/or-fail.js";
import { SessionThread } from "./session-thread.js";
import { writeModel } from "./write/write-model.js";

/** What fails is thrown; the library need not write it to the terminal too. */
const fatalOnly = 4;

/** The engine on Microsoft's onnxruntime: CPU everywhere, other devices where the library was installed with them. */
export class OnnxruntimeEngine implements Engine {
  readonly name = "onnxruntime";
  readonly #thread: SessionThread;

  /** @throws GipfelError ENGINE_UNAVAILABLE for a device that this installation does not have. */
  constructor(private readonly options: EngineOptions) {
    const available = onnxruntimeDevices();
    if (!available.includes(options.device)) {
      throw new GipfelError(
        "ENGINE_UNAVAILABLE",
        `onnxruntime has no device ${options.device} here; available: ${available.join(", ")}`,
      );
    }
    this.#thread = new SessionThread();
  }

  get description(): string {
    return `onnxruntime ${this.options.device}`;
  }

  async compile(network: Network): Promise<CompiledNetwork> {
    const { device, threads } = this.options;
    const thread = this.#thread;
    const session = await orFail("onnxruntime could not prepare the network", () =>
      thread.create(writeModel(network), {
        executionProviders: device === "cpu" ? ["cpu"] : [device, "cpu"],
        graphOptimizationLevel: "all",
        extra: { optimization: { disable_specified_optimizers: unfaithfulOptimisers } },
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        logSeverityLevel: fatalOnly,
      }),
    );
    const signature = { inputs: network.inputs, nodes: network.nodes };
    return {
      run: async (feeds: RunTensors) => {
        checkFeeds(signature, feeds);
        return orFail("onnxruntime failed", () => thread.run(session, feeds));
      },
      dispose: () => thread.release(session),
    };
  }

  async dispose(): Promise<void> {
    await this.#thread.end();
  }
}

/** Devices that this installation of onnxruntime was built with. */
export function onnxruntimeDevices(): string[] {
  return listSupportedBackends().map(({ name }) => name);
}
