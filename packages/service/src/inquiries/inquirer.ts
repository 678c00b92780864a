/** Has job processes answer inquiries, some at a time, within bounds; others wait for their turn. */
import { FairSlots } from "../callers/fair-slots.js";
import type { JobBounds, JobProcess } from "../process/job-process.js";
import type { JobProcesses } from "../process/job-processes.js";
import type { AnswerTo, Inquiry } from "./inquiry.js";

/** Inquiries that wait for a process, in all and of one caller. */
const waiting = { waiting: 400, waitingPerCaller: 200 };

/** Those that may take minutes. */
const isLong = ({ kind }: Inquiry) => kind === "unpack-images";

export class Inquirer {
  readonly #turns: FairSlots;
  /** One place stays for those that are answered soon. */
  readonly #longTurns: FairSlots;

  /** @param atOnce how many are answered at a time */
  constructor(
    private readonly processes: JobProcesses,
    atOnce: number,
  ) {
    this.#turns = new FairSlots("the processes that read models and images", { slots: atOnce, ...waiting });
    this.#longTurns = new FairSlots("the processes that unpack archives", {
      slots: Math.max(1, atOnce - 1),
      ...{ waiting: 16, waitingPerCaller: 4 },
    });
  }

  /**
   * @param subject inquiries about the same share a process with what it has read
   * @throws GipfelError as the answer fails; SERVICE_BUSY; OUT_OF_MEMORY, JOB_FAILED where it takes too much
   */
  async ask<I extends Inquiry>(inquiry: I, subject: string, bounds: JobBounds): Promise<AnswerTo<I["kind"]>> {
    const answer = () =>
      this.#turns.run(() => {
        const ask = (process: JobProcess) => process.ask(inquiry, bounds);
        return this.processes.use(subject, ask, { survivesRefusals: true });
      });
    return isLong(inquiry) ? this.#longTurns.run(answer) : answer();
  }

  close(): Promise<void> {
    return this.processes.close();
  }
}
