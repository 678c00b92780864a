import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Task } from "./child.js";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export interface LogLine {
  readonly what: string;
  readonly id: string;
  readonly attempt: number;
  readonly process: number;
}

/** The processes of a test and the log that they share. */
export class ChildProcesses {
  readonly #folder = mkdtempSync(join(tmpdir(), "gipfel-queue-"));
  readonly #task: Omit<Task, "log" | "flow">;
  readonly #children = new Set<ChildProcess>();
  /** Of those that were killed, or killed themselves. */
  readonly dead = new Set<number>();

  constructor(task: Omit<Task, "log" | "flow">) {
    this.#task = task;
    writeFileSync(this.#log, "");
  }

  get #log(): string {
    return join(this.#folder, "log");
  }

  start(flow?: Task["flow"]): ChildProcess {
    const task: Task = { ...this.#task, log: this.#log, flow };
    const child = spawn(process.execPath, [here("../../dist/testing/child.js"), JSON.stringify(task)], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    this.#children.add(child);
    child.once("exit", () => {
      this.#children.delete(child);
      this.dead.add(child.pid!);
    });
    return child;
  }

  /** As `kill -9` does. */
  async kill(child: ChildProcess): Promise<void> {
    if (!this.#children.has(child)) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  }

  log(): LogLine[] {
    return readFileSync(this.#log, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const [what, id, attempt, process] = line.split(" ") as [string, string, string, string];
        return { what, id, attempt: Number(attempt), process: Number(process) };
      });
  }

  /** Jobs that two living processes had at a time: begun again though who began them was neither dead nor done. */
  overlaps(): string[] {
    const holders = new Map<string, number>();
    const found: string[] = [];
    for (const { what, id, process } of this.log()) {
      const holder = holders.get(id);
      if (what === "begin" && holder !== undefined && !this.dead.has(holder)) found.push(id);
      if (what === "begin") holders.set(id, process);
      else if (holder === process) holders.delete(id);
    }
    return found;
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#children].map((child) => this.kill(child)));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
