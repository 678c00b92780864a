import { Worker } from "node:worker_threads";
import type { InferenceSession } from "onnxruntime-node";
import type { RunTensors } from "../engine.js";

type Request =
  | { readonly type: "create"; readonly model: Uint8Array; readonly options: InferenceSession.SessionOptions }
  | { readonly type: "run"; readonly session: number; readonly feeds: RunTensors }
  | { readonly type: "release"; readonly session: number };

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** The thread that runs onnxruntime, as promises. It does not keep the process alive while it has nothing to do. */
export class SessionThread {
  readonly #worker = new Worker(new URL("./session-worker.js", import.meta.url));
  readonly #pending = new Map<number, Pending>();
  readonly #unsettled = new Set<Promise<unknown>>();
  #requests = 0;
  #ended: Error | undefined;

  constructor() {
    this.#worker.unref();
    this.#worker.on("message", (answer: Answer) => this.#settle(answer));
    this.#worker.on("error", (error) => this.#failAll(error));
    this.#worker.on("exit", () => this.#failAll(new Error("the engine's thread has ended")));
  }

  /** The bytes of the model move to the thread where they can; the caller has no more use for them. */
  create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<number> {
    const { buffer } = model;
    const moved = buffer instanceof ArrayBuffer && buffer.byteLength === model.byteLength ? [buffer] : [];
    return this.#ask({ type: "create", model, options }, moved) as Promise<number>;
  }

  run(session: number, feeds: RunTensors): Promise<RunTensors> {
    return this.#ask({ type: "run", session, feeds }) as Promise<RunTensors>;
  }

  async release(session: number): Promise<void> {
    await this.#ask({ type: "release", session });
  }

  /** Lets the thread finish what it was asked for: onnxruntime aborts the process when it is ended in a run. */
  async end(): Promise<void> {
    await Promise.allSettled(this.#unsettled);
    await this.#worker.terminate();
  }

  #ask(request: Request, moved: readonly ArrayBuffer[] = []): Promise<unknown> {
    if (this.#ended) return Promise.reject(this.#ended);
    this.#requests += 1;
    const id = this.#requests;
    const asked = new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#worker.ref();
      this.#worker.postMessage({ id, ...request }, moved);
    });
    this.#unsettled.add(asked);
    const settled = () => this.#unsettled.delete(asked);
    asked.then(settled, settled);
    return asked;
  }

  #settle({ id, result, error }: Answer): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#worker.unref();
    if (error === undefined) pending?.resolve(result);
    else pending?.reject(new Error(error));
  }

  #failAll(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}
