import { GipfelError } from "@gipfel/contracts";
import { pauseBefore } from "../backoff.js";
import type {
  Job,
  JobCounts,
  JobEvent,
  JobHandlers,
  JobQueue,
  JobRequest,
  JobStatus,
  JobWorker,
  WorkOptions,
} from "../job-queue.js";
import { Listeners } from "../listeners.js";
import type { Outcome } from "../outcome.js";
import { type QueueOptions, queueDefaults } from "../queue-options.js";
import { checkHandlers } from "../run-handler.js";
import { sortFlow } from "../sort-flow.js";
import { InProcessWorker } from "./in-process-worker.js";
import { JobGraph } from "./job-graph.js";
import type { JobRun } from "./job-run.js";

/**
 * A queue within this process and only as long as it lives: whoever opens it enqueues what the store says is unfinished.
 */
export function openInProcessQueue<J extends Job, P = unknown>(options: QueueOptions<J>): JobQueue<J, P> {
  return new InProcessQueue<J, P>({ ...queueDefaults, ...options });
}

class InProcessQueue<J extends Job, P> implements JobQueue<J, P> {
  readonly #options: Required<QueueOptions<J>>;
  readonly #listeners: Listeners<JobEvent<P>>;
  readonly #graph: JobGraph<J>;
  readonly #workers = new Set<InProcessWorker<J, P>>();
  readonly #pauses = new Set<NodeJS.Timeout>();
  #handOutIsDue = false;
  #closed = false;

  constructor(options: Required<QueueOptions<J>>) {
    this.#options = options;
    this.#listeners = new Listeners(options.onError);
    const tell = (event: JobEvent<never>) => this.#listeners.tell(event);
    this.#graph = new JobGraph({ attempts: options.attempts, crashes: options.crashes, tell, now: Date.now });
  }

  async enqueue(flow: readonly JobRequest<J>[]): Promise<void> {
    this.#checkOpen();
    const sorted = sortFlow(flow, this.#options.kinds);
    this.#sweep();
    this.#graph.enqueue(sorted);
    this.#handOut();
  }

  async cancel(selection: { readonly id: string } | { readonly prefix: string }): Promise<void> {
    const matches =
      "id" in selection ? (id: string) => id === selection.id : (id: string) => id.startsWith(selection.prefix);
    const reason = new GipfelError("CANCELLED", "the job was cancelled");
    for (const run of this.#graph.cancel(matches)) for (const worker of this.#workers) worker.abort(run, reason);
  }

  async status(id: string): Promise<JobStatus> {
    this.#sweep();
    return this.#graph.status(id);
  }

  async counts(): Promise<JobCounts> {
    this.#sweep();
    return this.#graph.counts();
  }

  async work(handlers: JobHandlers<J, P>, { concurrency = 1 }: WorkOptions = {}): Promise<JobWorker> {
    this.#checkOpen();
    checkHandlers(this.#options.kinds, handlers);
    const worker = new InProcessWorker<J, P>({
      handlers,
      concurrency,
      tellProgress: (id, progress) => this.#listeners.tell({ type: "progress", id, progress }),
      settle: (run, outcome) => this.#settle(run, outcome),
    });
    this.#workers.add(worker);
    this.#handOut();
    return worker;
  }

  subscribe(listener: (event: JobEvent<P>) => void): () => void {
    return this.#listeners.add(listener);
  }

  async ping(): Promise<void> {
    this.#checkOpen();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#workers].map((worker) => worker.close()));
    for (const pause of this.#pauses) clearTimeout(pause);
  }

  #settle(run: JobRun<J>, outcome: Outcome): void {
    const sequel = this.#graph.settle(run, outcome);
    if (sequel === "again") this.#graph.release(run);
    if (sequel === "retry" && outcome.type === "failed") {
      const pause = setTimeout(
        () => {
          this.#pauses.delete(pause);
          this.#graph.release(run);
          this.#handOut();
        },
        pauseBefore(run.failures + run.crashes, this.#options.backoff, outcome.blame),
      );
      this.#pauses.add(pause);
    }
    this.#handOut();
  }

  /** Once for all that happens at a time, so that what is enqueued at once is taken by priority. */
  #handOut(): void {
    if (this.#handOutIsDue) return;
    this.#handOutIsDue = true;
    queueMicrotask(() => {
      this.#handOutIsDue = false;
      for (const worker of this.#workers)
        for (let run = worker.hasRoom && this.#graph.take(); run; run = worker.hasRoom && this.#graph.take())
          worker.start(run);
    });
  }

  #sweep(): void {
    this.#graph.sweep(Date.now() - this.#options.retention * 1000);
  }

  #checkOpen(): void {
    if (this.#closed) throw new GipfelError("QUEUE_UNAVAILABLE", "the queue was closed; open another one");
  }
}
