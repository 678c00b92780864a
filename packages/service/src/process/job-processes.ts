import { GipfelError, type Job } from "@gipfel/contracts";
import { JobProcess, type JobProcessOptions, type RunOptions } from "./job-process.js";

/** Milliseconds after which a process without work ends and frees its memory. */
const patience = 60_000;

interface Slot {
  readonly process: JobProcess;
  /** What its jobs have in common. */
  readonly subject: string;
  timer: NodeJS.Timeout | undefined;
}

/**
 * The job processes of a worker. One stays for the next jobs of the same subject, with all that it has prepared for them;
 * a job of another subject, and one after a failure, gets a fresh one.
 */
export class JobProcesses {
  readonly #idle = new Set<Slot>();
  readonly #all = new Set<JobProcess>();

  /** @param most processes that wait for work */
  constructor(
    private readonly options: JobProcessOptions,
    private readonly most: number,
  ) {}

  /** Of the processes that run now. */
  get pids(): number[] {
    return [...this.#all].flatMap(({ pid, isAlive }) => (isAlive && pid !== undefined ? [pid] : []));
  }

  /** @param subject null for a job that shares its process with no other */
  run(job: Job, subject: string | null, options: RunOptions): Promise<void> {
    return this.use(subject, (process) => process.run(job, options), { signal: options.signal });
  }

  /** @param survivesRefusals whether a process that answers with an error of the caller's making may be used again */
  async use<T>(
    subject: string | null,
    work: (process: JobProcess) => Promise<T>,
    { signal, survivesRefusals = false }: { readonly signal?: AbortSignal; readonly survivesRefusals?: boolean } = {},
  ): Promise<T> {
    const known = subject === null ? undefined : this.#take(subject);
    if (known) {
      try {
        return await this.#useOne(known, work, subject, survivesRefusals);
      } catch (error) {
        // One that has died may have done so while it waited, which is nobody's failure.
        if (known.isAlive || signal?.aborted || !isDeath(error)) throw error;
      }
    }
    return this.#useOne(this.#start(), work, subject, survivesRefusals);
  }

  async #useOne<T>(
    process: JobProcess,
    work: (process: JobProcess) => Promise<T>,
    subject: string | null,
    survivesRefusals: boolean,
  ): Promise<T> {
    let keeper: string | null = null;
    try {
      const result = await work(process);
      keeper = subject;
      return result;
    } catch (error) {
      if (survivesRefusals && process.isAlive && isRefusal(error)) keeper = subject;
      throw error;
    } finally {
      if (keeper === null) await this.#end(process);
      else this.#keep(process, keeper);
    }
  }

  async close(): Promise<void> {
    for (const { timer } of this.#idle) clearTimeout(timer);
    this.#idle.clear();
    await Promise.all([...this.#all].map((process) => this.#end(process)));
  }

  #take(subject: string): JobProcess | undefined {
    for (const slot of this.#idle) {
      if (slot.subject !== subject) continue;
      clearTimeout(slot.timer);
      this.#idle.delete(slot);
      if (slot.process.isAlive) return slot.process;
      this.#all.delete(slot.process);
    }
    return undefined;
  }

  #start(): JobProcess {
    // The oldest goes, which is of another subject.
    const [oldest] = this.#idle;
    if (oldest && this.#all.size >= this.most) this.#dismiss(oldest);
    const process = new JobProcess(this.options);
    this.#all.add(process);
    return process;
  }

  #keep(process: JobProcess, subject: string): void {
    const slot: Slot = { process, subject, timer: undefined };
    slot.timer = setTimeout(() => this.#dismiss(slot), patience).unref();
    this.#idle.add(slot);
  }

  #dismiss(slot: Slot): void {
    clearTimeout(slot.timer);
    this.#idle.delete(slot);
    void this.#end(slot.process);
  }

  async #end(process: JobProcess): Promise<void> {
    await process.close();
    this.#all.delete(process);
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof GipfelError && error.status < 500;
}

function isDeath(error: unknown): boolean {
  return error instanceof GipfelError && (error.code === "OUT_OF_MEMORY" || error.code === "JOB_FAILED");
}
