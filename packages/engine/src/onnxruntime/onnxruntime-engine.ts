import { type Network, unfaithfulOptimisers } from "@gipfel/network";
import { checkFeeds } from "../check-feeds.js";
import { chooseDevice } from "../devices.js";
import type { CompiledNetwork, Engine, EngineOptions, RunTensors } from "../engine.js";
import { orFail } from "../thread/or-fail.js";
import { onnxruntimeDevices } from "./onnxruntime-devices.js";
import { SessionThread } from "./session-thread.js";
import { writeModel } from "./write/write-model.js";

/** What fails is thrown; the library need not write it to the terminal too. */
const fatalOnly = 4;

/** The engine on Microsoft's onnxruntime: CPU everywhere, other devices where the library was installed with them. */
export class OnnxruntimeEngine implements Engine {
  readonly name = "onnxruntime";
  readonly #device: string;
  readonly #thread: SessionThread;

  /**
   * @param options `device`: `auto` for the processor, or one of {@link onnxruntimeDevices}.
   * @throws GipfelError ENGINE_UNAVAILABLE for a device that this installation does not have.
   */
  constructor(private readonly options: EngineOptions) {
    this.#device = chooseDevice(this.name, onnxruntimeDevices(), options.device);
    this.#thread = new SessionThread();
  }

  get description(): string {
    return `onnxruntime ${this.#device}`;
  }

  async compile(network: Network): Promise<CompiledNetwork> {
    const { threads } = this.options;
    const device = this.#device;
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
