import { Interruption } from "../interruption.js";
import type { Job, JobHandlers, JobWorker } from "../job-queue.js";
import type { Outcome } from "../outcome.js";
import { runHandler } from "../run-handler.js";
import type { JobRun } from "./job-run.js";

export interface InProcessWorkerOptions<J extends Job, P> {
  readonly handlers: JobHandlers<J, P>;
  readonly concurrency: number;
  readonly tellProgress: (id: string, progress: P) => void;
  readonly settle: (run: JobRun<J>, outcome: Outcome) => void;
}

/** Runs jobs that it is given, as many at a time as it has room for. */
export class InProcessWorker<J extends Job, P> implements JobWorker {
  readonly #options: InProcessWorkerOptions<J, P>;
  readonly #running = new Map<JobRun<J>, { readonly controller: AbortController; readonly ended: Promise<void> }>();
  #closed = false;

  constructor(options: InProcessWorkerOptions<J, P>) {
    this.#options = options;
  }

  get hasRoom(): boolean {
    return !this.#closed && this.#running.size < this.#options.concurrency;
  }

  start(run: JobRun<J>): void {
    const controller = new AbortController();
    const ended = runHandler(this.#options.handlers, run.job, {
      id: run.id,
      attempt: run.failures + run.crashes + 1,
      signal: controller.signal,
      tell: (progress) => this.#options.tellProgress(run.id, progress),
    }).then((outcome) => {
      this.#running.delete(run);
      this.#options.settle(run, outcome);
    });
    this.#running.set(run, { controller, ended });
  }

  abort(run: JobRun<J>, reason: Error): void {
    this.#running.get(run)?.controller.abort(reason);
  }

  async close({ force = false } = {}): Promise<void> {
    this.#closed = true;
    const running = [...this.#running.values()];
    if (force) for (const { controller } of running) controller.abort(new Interruption("the worker is closing"));
    await Promise.all(running.map(({ ended }) => ended));
  }
}
