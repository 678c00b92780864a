/** A process of a cluster, which tests kill, and which comes back as under a supervisor. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

export interface MemberOptions {
  /** Program and arguments for Node.js. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What it writes when it is up. */
  readonly upWhen: string;
}

/** How a process ended that nobody had ended. */
export interface Crash {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Whether it was up; one that was not found Redis or PostgreSQL away, perhaps. */
  readonly wasUp: boolean;
  /** The end of what it wrote. */
  readonly output: string;
}

/** Milliseconds before a process that ended by itself is started again. */
const restartPause = 300;
const keptOutput = 20_000;

export class Member {
  readonly #options: MemberOptions;
  #process: ChildProcess | undefined;
  #output = "";
  #hasSaidSo = false;
  #isWanted = false;
  #timer: NodeJS.Timeout | undefined;
  readonly crashes: Crash[] = [];

  constructor(options: MemberOptions) {
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  get isUp(): boolean {
    return this.#process !== undefined && this.#hasSaidSo;
  }

  /** The end of what the present process has written. */
  get output(): string {
    return this.#output;
  }

  start(): void {
    const { command, env } = this.#options;
    this.#isWanted = true;
    this.#output = "";
    this.#hasSaidSo = false;
    const child = spawn(process.execPath, command, {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#process = child;
    const keep = (chunk: Buffer) => {
      if (this.#process !== child) return;
      this.#output += chunk.toString("utf8");
      this.#hasSaidSo ||= this.#output.includes(this.#options.upWhen);
      this.#output = this.#output.slice(-keptOutput);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.once("close", (code, signal) => {
      if (!this.#isWanted || this.#process !== child) return;
      this.crashes.push({ code, signal, wasUp: this.isUp, output: this.#output });
      this.#process = undefined;
      this.#timer = setTimeout(() => this.start(), restartPause);
    });
  }

  /** Resolves when it has said so. */
  async up(): Promise<void> {
    const start = Date.now();
    while (!this.isUp) {
      if (Date.now() - start > 60_000) throw new Error(`${this.#options.command[0]} is not up: ${this.#output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** As `kill -9` does. */
  kill(): Promise<void> {
    return this.#end("SIGKILL");
  }

  /** As a supervisor does that ends it for good. */
  async stop(): Promise<void> {
    await this.#end("SIGTERM");
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    this.#isWanted = false;
    clearTimeout(this.#timer);
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill(signal);
    await exited;
  }
}
