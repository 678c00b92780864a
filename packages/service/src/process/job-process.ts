/** A child process that does jobs, one after the other, so that nothing they do holds up or ends the service. */
import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { rm, utimes } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { GipfelError, type Job } from "@gipfel/contracts";
import { ProcessLost } from "@gipfel/queue";
import type { AnswerTo, Inquiry } from "../inquiries/inquiry.js";
import { Places } from "../places.js";
import type { JobReport } from "../service.js";
import { childEnvironment } from "./child-environment.js";
import { watchMemory, watchProcessor } from "./memory.js";
import type { FromProcess, JobProcessConfig, ProcessFailure, ToProcess } from "./messages.js";

/** The program of job processes. */
export interface JobProcessCommand {
  readonly file: string;
  /** Options of Node.js before it. */
  readonly execArgv: readonly string[];
}

export const builtJobProcess: JobProcessCommand = {
  file: fileURLToPath(new URL("./job-main.js", import.meta.url)),
  execArgv: [],
};

export interface JobProcessOptions {
  readonly command: JobProcessCommand;
  readonly config: JobProcessConfig;
  /** Bytes of JavaScript memory. */
  readonly heap: number;
}

/** Bounds of one job, beside those of its process. */
export interface JobBounds {
  /** Until it has failed; where processor time is bounded, until the machine is to blame and no verdict is given. */
  readonly seconds: number;
  /** Of processor time, where the operating system tells; not bounded unless given. */
  readonly processorSeconds?: number;
  /** Bytes of all memory of the process; heeded where the operating system tells. */
  readonly memory: number;
}

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly onReport: (report: JobReport) => void;
  readonly bounds?: JobBounds;
}

/** Milliseconds that a job has to heed its signal, and a process to end by itself. */
const grace = 10_000;
const keptOutput = 4096;
const touchInterval = 600_000;

/** Signals that others send, or the system where a disk is full below a file in memory: nothing that a job does. */
const fromOutside: ReadonlySet<NodeJS.Signals> = new Set(["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGBUS"]);

interface Running {
  readonly onReport: (report: JobReport) => void;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class JobProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  /** Holds its temporary files too, so that none stays behind, however it ends. */
  readonly #scratch: string;
  readonly #touching: NodeJS.Timeout;
  #running: Running | undefined;
  /** Why the process was killed from here. */
  #verdict: Error | undefined;
  /** The end of what it wrote to stderr. */
  #output = "";
  #isAlive = true;

  constructor({ command, config, heap }: JobProcessOptions) {
    this.#scratch = join(new Places(config.state, config.dataRoot).drafts, `process-${randomUUID()}`);
    this.#child = fork(command.file, {
      env: childEnvironment(process.env, this.#scratch),
      execArgv: [...command.execArgv, `--max-old-space-size=${Math.ceil(heap / 2 ** 20)}`],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.#child.stderr?.on("data", (part: Buffer) => {
      this.#output = (this.#output + part.toString("utf8")).slice(-keptOutput);
    });
    this.#child.on("message", (message) => this.#hear(message as FromProcess));
    this.#ended = new Promise((resolve) => {
      this.#child.once("error", (error) => this.#end(error, resolve));
      this.#child.once("exit", (code, signal) => {
        const end = () => this.#end(this.#verdict ?? this.#reason(code, signal), resolve);
        // What it wrote last may come after its exit, and tell the reason. (There is no "close" after a disconnect.)
        if (this.#child.stderr && !this.#child.stderr.closed) this.#child.stderr.once("close", end);
        else end();
      });
    });
    // Of folders that nobody touches it is removed as one that was left behind.
    this.#touching = setInterval(() => touch(this.#scratch), touchInterval).unref();
    this.#send({ type: "open", config: { ...config, scratch: this.#scratch } });
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /**
   * @throws GipfelError that the job failed with; CANCELLED after the signal; OUT_OF_MEMORY or JOB_FAILED where the process
   *   died of it; ProcessLost where somebody killed it, which may be the operating system out of memory.
   */
  async run(job: Job, options: RunOptions): Promise<void> {
    await this.#perform({ type: "run", job }, options);
  }

  /** @throws GipfelError that the answer failed with; OUT_OF_MEMORY or JOB_FAILED where the process died of it */
  async ask<I extends Inquiry>(inquiry: I, bounds: JobBounds): Promise<AnswerTo<I["kind"]>> {
    const { signal } = new AbortController();
    const options = { signal, onReport: () => undefined, bounds };
    // The process answers by the table that the types follow from.
    return (await this.#perform({ type: "ask", inquiry }, options)) as AnswerTo<I["kind"]>;
  }

  async #perform(message: ToProcess, { signal, onReport, bounds }: RunOptions): Promise<unknown> {
    if (signal.aborted) throw cancelled();
    const timers: NodeJS.Timeout[] = [];
    const onAbort = () => {
      this.#send({ type: "abort" });
      timers.push(setTimeout(() => this.#kill(cancelled()), grace));
    };
    signal.addEventListener("abort", onAbort, { once: true });
    const stopWatching = bounds ? this.#enforce(bounds, timers) : () => undefined;
    try {
      return await new Promise<unknown>((resolve, reject) => {
        this.#running = { onReport, resolve, reject };
        if (this.#isAlive) this.#send(message);
        else reject(this.#reason(null, null));
      });
    } finally {
      this.#running = undefined;
      signal.removeEventListener("abort", onAbort);
      for (const timer of timers) clearTimeout(timer);
      stopWatching();
    }
  }

  /** Lets the process end by itself, and kills it where it does not. */
  async close(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), grace);
    await this.#ended;
    clearTimeout(timer);
  }

  #enforce({ seconds, processorSeconds, memory }: JobBounds, timers: NodeJS.Timeout[]): () => void {
    const { pid } = this.#child;
    const message = `it took longer than ${seconds} seconds`;
    // Where processor time is bounded, what runs out of time alone was kept waiting by the machine.
    const tooLong =
      processorSeconds === undefined
        ? new GipfelError("JOB_FAILED", message)
        : new ProcessLost("JOB_FAILED", `${message}: the machine is busy`);
    timers.push(setTimeout(() => this.#kill(tooLong), seconds * 1000));
    const endMemory = watchMemory(pid, memory, () =>
      this.#kill(new GipfelError("OUT_OF_MEMORY", `it took more than ${Math.round(memory / 2 ** 20)} MiB of memory`)),
    );
    if (processorSeconds === undefined) return endMemory;
    const endProcessor = watchProcessor(pid, processorSeconds, () =>
      this.#kill(new GipfelError("JOB_FAILED", `it took more than ${processorSeconds.toFixed()} s of a processor`)),
    );
    return () => {
      endMemory();
      endProcessor();
    };
  }

  #hear(message: FromProcess): void {
    if (message.type === "report") this.#running?.onReport(message.report);
    else if (message.type === "done") this.#running?.resolve(undefined);
    else if (message.type === "answered") this.#running?.resolve(message.answer);
    else this.#running?.reject(errorOf(message.failure));
  }

  #send(message: ToProcess): void {
    // One that has just died cannot be told anything; `exit` follows.
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  #kill(verdict: Error): void {
    this.#verdict ??= verdict;
    this.#child.kill("SIGKILL");
  }

  #end(error: Error, resolve: () => void): void {
    this.#isAlive = false;
    clearInterval(this.#touching);
    this.#running?.reject(error);
    // What cannot be removed now goes with the drafts that nobody touches.
    void rm(this.#scratch, { recursive: true, force: true })
      .catch(() => undefined)
      .then(resolve);
  }

  #reason(code: number | null, signal: NodeJS.Signals | null): GipfelError {
    const isHeap = /heap out of memory|ERR_WORKER_OUT_OF_MEMORY|std::bad_alloc/i.test(this.#output);
    const cause = this.#output;
    if (isHeap || code === 134) {
      return new GipfelError("OUT_OF_MEMORY", "the job's process had no memory left", { cause });
    }
    if (signal === "SIGKILL" || code === 137) {
      const message = "the job's process was killed, as happens where memory runs out";
      return new ProcessLost("OUT_OF_MEMORY", message, { cause });
    }
    const message = `the job's process ended (${signal ?? `exit code ${code}`})`;
    if (signal !== null && fromOutside.has(signal)) return new ProcessLost("JOB_FAILED", message, { cause });
    return new GipfelError("JOB_FAILED", message, { cause });
  }
}

function touch(folder: string): void {
  const now = new Date();
  utimes(folder, now, now).catch(() => undefined);
}

function cancelled(): GipfelError {
  return new GipfelError("CANCELLED", "the job was interrupted");
}

function errorOf({ code, message, stack }: ProcessFailure): Error {
  if (code !== null) return new GipfelError(code, message);
  const error = new Error(message);
  error.stack = stack ?? message;
  return error;
}
