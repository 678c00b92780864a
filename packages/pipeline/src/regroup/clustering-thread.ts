import { Worker } from "node:worker_threads";
import { type ErrorCode, GipfelError, messageOf } from "@gipfel/contracts";
import type { Regrouping } from "@gipfel/graph";
import { type LayerWish, layerRegrouping } from "./layer-regrouping.js";

export interface ClusteringRequest {
  readonly id: number;
  readonly wish: LayerWish;
}

export type ClusteringAnswer =
  | { readonly id: number; readonly regrouping: Regrouping }
  | { readonly id: number; readonly failure: { readonly code: ErrorCode | null; readonly message: string } };

interface Pending {
  readonly resolve: (regrouping: Regrouping) => void;
  readonly reject: (error: Error) => void;
}

/** For this file in the build, and as a source. */
const builtProgram = new URL("../../dist/regroup/clustering-main.js", import.meta.url);

/** Neurons that are clustered in tens of milliseconds, sooner than a thread has started. */
const fewNeurons = 128;

/**
 * Clusters layers on a thread of its own, one after the other, so that those of a thousand neurons hold up nobody else. The
 * thread starts with the first of them, again after it was lost, and keeps no process alive while it has nothing to do.
 */
export class ClusteringThread {
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #requests = 0;
  #isClosed = false;

  constructor(private readonly program: URL = builtProgram) {}

  /** @throws GipfelError as `layerRegrouping`; OUT_OF_MEMORY and JOB_FAILED where the thread was lost; CANCELLED */
  async regroup(wish: LayerWish): Promise<Regrouping> {
    if ((wish.space?.neurons.length ?? 0) <= fewNeurons) return layerRegrouping(wish);
    if (this.#isClosed) throw closed();
    const worker = this.#thread();
    this.#requests += 1;
    const id = this.#requests;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ id, wish } satisfies ClusteringRequest);
    });
  }

  /** What is asked for still is refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#failAll(closed());
    await this.#worker?.terminate();
  }

  #thread(): Worker {
    if (this.#worker) return this.#worker;
    // Options of this process need not suit the build.
    const worker = new Worker(this.program, { execArgv: [] });
    worker.on("message", (answer: ClusteringAnswer) => this.#settle(worker, answer));
    worker.on("error", (error) => this.#lose(worker, lossOf(error)));
    worker.on("exit", () => this.#lose(worker, lossOf(new Error("it has ended"))));
    this.#worker = worker;
    return worker;
  }

  #settle(worker: Worker, answer: ClusteringAnswer): void {
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if (this.#pending.size === 0) worker.unref();
    if ("regrouping" in answer) pending?.resolve(answer.regrouping);
    else {
      const { code, message } = answer.failure;
      pending?.reject(code === null ? new Error(message) : new GipfelError(code, message));
    }
  }

  #lose(worker: Worker, error: GipfelError): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#failAll(error);
  }

  #failAll(error: GipfelError): void {
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}

function lossOf(error: unknown): GipfelError {
  const isMemory = error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
  const message = `the thread that clusters was lost: ${messageOf(error)}; ask again`;
  return new GipfelError(isMemory ? "OUT_OF_MEMORY" : "JOB_FAILED", message, { cause: error });
}

function closed(): GipfelError {
  return new GipfelError("CANCELLED", "the service is closing; ask again when it has started");
}
