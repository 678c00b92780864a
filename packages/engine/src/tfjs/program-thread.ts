import type { Tensor } from "@gipfel/network";
import type { RunTensors } from "../engine.js";
import { EngineThread } from "../thread/engine-thread.js";
import type { Program } from "./program.js";

/** The thread that runs kernels of TensorFlow.js. */
export class ProgramThread {
  readonly #thread = new EngineThread(new URL("./worker/tfjs-worker.js", import.meta.url));

  /** @param name of the package that computes on the device. */
  async open(device: string, name: string, threads: number): Promise<void> {
    await this.#thread.ask({ type: "open", device, name, threads });
  }

  /** @param constants by tensor of the programs to come. */
  create(constants: Readonly<Record<string, Tensor>>): Promise<number> {
    return this.#thread.ask({ type: "create", constants }) as Promise<number>;
  }

  async prepare(session: number, key: string, program: Program): Promise<void> {
    await this.#thread.ask({ type: "prepare", session, key, program });
  }

  run(session: number, key: string, feeds: RunTensors): Promise<RunTensors> {
    return this.#thread.run({ type: "run", session, key, feeds });
  }

  async release(session: number): Promise<void> {
    await this.#thread.ask({ type: "release", session });
  }

  end(): Promise<void> {
    return this.#thread.end();
  }
}
