import { SHARE_ENV, Worker } from "node:worker_threads";
import type { RunTensors } from "../engine.js";

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** What a thread is asked: a kind, and what that kind needs. */
export type Request = Readonly<Record<string, unknown>> & { readonly type: string };

/**
 * A thread that a library computes on, as promises: `answer-requests.js` is the other end. It answers one request after
 * the other, and does not keep the process alive while it has nothing to do.
 */
export class EngineThread {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #unsettled = new Set<Promise<unknown>>();
  #requests = 0;
  #ended: Error | undefined;

  /** @param script a module of plain JavaScript, so that sources and build load it alike. */
  constructor(script: URL) {
    // What native libraries read from the environment, the thread can set only in that of the process.
    this.#worker = new Worker(script, { env: SHARE_ENV });
    this.#worker.on("message", (answer: Answer) => this.#settle(answer));
    this.#worker.on("error", (error) => this.#failAll(error));
    this.#worker.on("exit", () => this.#failAll(new Error("the engine's thread has ended")));
    // Last: who listens for messages keeps the process alive.
    this.#worker.unref();
  }

  /** @param moved memory that the thread takes over instead of a copy. */
  ask(request: Request, moved: readonly ArrayBuffer[] = []): Promise<unknown> {
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

  /** A request that is answered with tensors. */
  run(request: Request): Promise<RunTensors> {
    return this.ask(request) as Promise<RunTensors>;
  }

  /** Lets the thread finish what it was asked for: a native library may abort the process when it is ended in a run. */
  async end(): Promise<void> {
    await Promise.allSettled(this.#unsettled);
    await this.#worker.terminate();
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
