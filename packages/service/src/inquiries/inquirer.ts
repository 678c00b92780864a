/** Has job processes answer inquiries, some at a time, within bounds; others wait for their turn. */
import type { JobBounds, JobProcess } from "../process/job-process.js";
import type { JobProcesses } from "../process/job-processes.js";
import type { AnswerTo, Inquiry } from "./inquiry.js";

export class Inquirer {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  /** @param atOnce how many are answered at a time */
  constructor(
    private readonly processes: JobProcesses,
    atOnce: number,
  ) {
    this.#free = atOnce;
  }

  /**
   * @param subject inquiries about the same share a process with what it has read
   * @throws GipfelError as the answer fails; OUT_OF_MEMORY, JOB_FAILED where it takes too much
   */
  async ask<I extends Inquiry>(inquiry: I, subject: string, bounds: JobBounds): Promise<AnswerTo<I["kind"]>> {
    await this.#turn();
    try {
      const ask = (process: JobProcess) => process.ask(inquiry, bounds);
      return await this.processes.use(subject, ask, { survivesRefusals: true });
    } finally {
      this.#free += 1;
      this.#waiting.shift()?.();
    }
  }

  close(): Promise<void> {
    return this.processes.close();
  }

  async #turn(): Promise<void> {
    while (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#free -= 1;
  }
}
