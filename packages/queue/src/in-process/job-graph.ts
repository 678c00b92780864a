import type { Job, JobCounts, JobEvent, JobFailure, JobRequest, JobStatus } from "../job-queue.js";
import type { Blame, Outcome, Sequel } from "../outcome.js";
import { unknownDependency } from "../sort-flow.js";
import type { JobRun } from "./job-run.js";
import { ReadyQueue } from "./ready-queue.js";

export interface JobGraphOptions {
  readonly attempts: number;
  readonly crashes: number;
  readonly tell: (event: JobEvent<never>) => void;
  readonly now: () => number;
}

/**
 * The runs of all jobs and who waits for whom, without timers and handlers. The scripts of the Redis queue
 * (`redis/scripts`) do the same, step by step.
 */
export class JobGraph<J extends Job> {
  readonly #runs = new Map<string, JobRun<J>>();
  readonly #ready = new ReadyQueue<JobRun<J>>();
  readonly #options: JobGraphOptions;

  constructor(options: JobGraphOptions) {
    this.#options = options;
  }

  /** @throws Error if a job waits for one that is neither in the flow nor known */
  enqueue(flow: readonly JobRequest<J>[]): void {
    const inFlow = new Set(flow.map(({ id }) => id));
    for (const { id, after = [] } of flow)
      for (const dependency of after)
        if (!inFlow.has(dependency) && (this.#runs.get(dependency)?.cancelled ?? true))
          throw unknownDependency(id, dependency);
    const fresh = flow.filter(({ id }) => !this.#isUnfinished(id)).map((request) => this.#add(request));
    for (const { run, after } of fresh) {
      const dependencies = [...after].map((id) => this.#runs.get(id)!);
      const failed = dependencies.find(({ state }) => state === "failed");
      if (failed) this.#fail(run, inheritedFailure(failed));
      else for (const dependency of dependencies.filter(({ state }) => state !== "done")) wait(run, dependency);
      if (run.state === "blocked" && run.pending === 0) this.release(run);
    }
  }

  /** The next run for a worker, which has it from then on. */
  take(): JobRun<J> | undefined {
    for (let run = this.#ready.shift(); run; run = this.#ready.shift())
      if (run.state === "waiting" && !run.cancelled) {
        run.state = "active";
        return run;
      }
    return undefined;
  }

  /** Lets a run wait for a worker. */
  release(run: JobRun<J>): void {
    run.state = "waiting";
    this.#ready.push(run, run.priority);
  }

  settle(run: JobRun<J>, outcome: Outcome): Sequel {
    if (run.cancelled) {
      if (this.#runs.get(run.id) === run) this.#runs.delete(run.id);
      this.#releaseDependants(run);
      return "finished";
    }
    if (outcome.type === "done") {
      this.#finish(run, "done");
      this.#options.tell({ type: "completed", id: run.id });
      this.#releaseDependants(run);
      return "finished";
    }
    if (outcome.type === "interrupted") {
      run.state = "waiting";
      return "again";
    }
    if (this.#isLast(run, outcome.blame)) {
      this.#fail(run, outcome.failure);
      return "finished";
    }
    run.state = "waiting";
    this.#options.tell({ type: "failed", id: run.id, failure: outcome.failure, willRetry: true });
    return "retry";
  }

  /** @returns the active runs, whose handlers are to be told */
  cancel(matches: (id: string) => boolean): JobRun<J>[] {
    const chosen = [...this.#runs.values()].filter(({ id }) => this.#isUnfinished(id) && matches(id));
    const active: JobRun<J>[] = [];
    for (let run = chosen.pop(); run; run = chosen.pop()) {
      if (run.cancelled) continue;
      run.cancelled = true;
      if (run.state === "active") active.push(run);
      else this.#runs.delete(run.id);
      this.#options.tell({ type: "cancelled", id: run.id });
      chosen.push(...takeDependants(run));
    }
    return active;
  }

  status(id: string): JobStatus {
    const run = this.#runs.get(id);
    return run ? { state: run.state, failure: run.failure } : { state: "unknown" };
  }

  counts(): JobCounts {
    const counts = { blocked: 0, waiting: 0, active: 0, done: 0, failed: 0 };
    for (const { state } of this.#runs.values()) counts[state] += 1;
    return counts;
  }

  /** Forgets the jobs that were done or failed before that time. */
  sweep(before: number): void {
    for (const [id, run] of this.#runs)
      if ((run.state === "done" || run.state === "failed") && run.finishedAt < before) this.#runs.delete(id);
  }

  #isUnfinished(id: string): boolean {
    const run = this.#runs.get(id);
    return run !== undefined && !run.cancelled && run.state !== "done" && run.state !== "failed";
  }

  #add({ id, job, priority = 0, after = [] }: JobRequest<J>): { run: JobRun<J>; after: Set<string> } {
    const run: JobRun<J> = {
      id,
      job: structuredClone(job),
      priority,
      dependants: new Set(),
      state: "blocked",
      pending: 0,
      failures: 0,
      crashes: 0,
      cancelled: false,
      finishedAt: 0,
    };
    const earlier = this.#runs.get(id);
    if (earlier?.cancelled) wait(run, earlier);
    this.#runs.set(id, run);
    return { run, after: new Set(after) };
  }

  /** Counts a failure. Returns whether there is no attempt after it. */
  #isLast(run: JobRun<J>, blame: Blame): boolean {
    if (blame === "job") run.failures += 1;
    if (blame === "process") run.crashes += 1;
    return blame === "input" || run.failures >= this.#options.attempts || run.crashes >= this.#options.crashes;
  }

  #finish(run: JobRun<J>, state: "done" | "failed"): void {
    run.state = state;
    run.finishedAt = this.#options.now();
  }

  /** Fails a run and all that wait for it. */
  #fail(run: JobRun<J>, failure: JobFailure): void {
    run.failure = failure;
    const failed = [run];
    for (let next = failed.pop(); next; next = failed.pop()) {
      if (next !== run) next.failure = inheritedFailure(run);
      this.#finish(next, "failed");
      this.#options.tell({ type: "failed", id: next.id, failure: next.failure!, willRetry: false });
      failed.push(...takeDependants(next));
    }
  }

  #releaseDependants(run: JobRun<J>): void {
    for (const dependant of takeDependants(run)) {
      dependant.pending -= 1;
      if (dependant.pending === 0) this.release(dependant);
    }
  }
}

function wait<J extends Job>(run: JobRun<J>, dependency: JobRun<J>): void {
  dependency.dependants.add(run);
  run.pending += 1;
}

/** The runs that still wait for this one, which tells them only once. */
function takeDependants<J extends Job>(run: JobRun<J>): JobRun<J>[] {
  const dependants = [...run.dependants].filter(({ state, cancelled }) => state === "blocked" && !cancelled);
  run.dependants.clear();
  return dependants;
}

function inheritedFailure({ id, failure }: JobRun<Job>): JobFailure {
  return { ...failure!, dependency: failure!.dependency ?? id };
}
