import type { InferenceSession } from "onnxruntime-node";
import type { RunTensors } from "../engine.js";
import { EngineThread } from "../thread/engine-thread.js";

/** The thread that runs onnxruntime. */
export class SessionThread {
  readonly #thread = new EngineThread(new URL("./session-worker.js", import.meta.url));

  /** The bytes of the model move to the thread where they can; the caller has no more use for them. */
  create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<number> {
    const { buffer } = model;
    const moved = buffer instanceof ArrayBuffer && buffer.byteLength === model.byteLength ? [buffer] : [];
    return this.#thread.ask({ type: "create", model, options }, moved) as Promise<number>;
  }

  run(session: number, feeds: RunTensors): Promise<RunTensors> {
    return this.#thread.run({ type: "run", session, feeds });
  }

  async release(session: number): Promise<void> {
    await this.#thread.ask({ type: "release", session });
  }

  end(): Promise<void> {
    return this.#thread.end();
  }
}
