import { EventEmitter, once } from "node:events";
import { vi } from "vitest";
import type { JobEvent, JobHandlers, JobQueue, JobRequest, JobState } from "../job-queue.js";
import type { QueueOptions } from "../queue-options.js";
import type { TestJob } from "../testing/test-job.js";

export type TestQueue = JobQueue<TestJob, number>;

/** What the parts of the conformance suite are given. */
export interface ConformanceContext {
  /** An empty queue, closed after the test. */
  readonly open: (options?: Partial<QueueOptions<TestJob>>) => Promise<TestQueue>;
}

type NumberHandler = JobHandlers<TestJob, number>["number"];

/** Handlers for tests in which one kind of job matters. */
export function handle(number: NumberHandler): JobHandlers<TestJob, number> {
  return { number, text: async () => {} };
}

/** A job whose content does not matter. */
export function request(id: string, options: Partial<JobRequest<TestJob>> = {}): JobRequest<TestJob> {
  return { id, job: { kind: "number", value: 0 }, ...options };
}

/** Resolves when all of these jobs are in that state. */
export async function reach(queue: TestQueue, state: JobState, ...ids: string[]): Promise<void> {
  const options = { timeout: 60_000, interval: 10 };
  for (const id of ids)
    await vi.waitFor(async () => {
      const status = await queue.status(id);
      if (status.state !== state) throw new Error(`job ${id} is ${JSON.stringify(status)} instead of ${state}`);
    }, options);
}

/** Resolves when that much is true. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  await vi.waitFor(
    () => {
      if (!holds()) throw new Error(`it never came to pass that ${what}`);
    },
    { timeout: 60_000, interval: 5 },
  );
}

/** All that a queue tells from now on. */
export function record(queue: TestQueue): JobEvent<number>[] {
  const events: JobEvent<number>[] = [];
  queue.subscribe((event) => events.push(event));
  return events;
}

/** Resolves when the signal was given. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted)
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

/** A door that holds handlers until the test opens it. */
export class Gate {
  readonly #opened = new EventEmitter();
  #isOpen = false;

  open(): void {
    this.#isOpen = true;
    this.#opened.emit("open");
  }

  async pass(): Promise<void> {
    if (!this.#isOpen) await once(this.#opened, "open");
  }
}
