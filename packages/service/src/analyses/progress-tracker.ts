import type { JobProgress } from "@gipfel/contracts";
import type { JobReport } from "../service.js";

interface Tracked {
  readonly report: JobReport;
  /** When its phase was first heard of, in milliseconds, and how much was done then. */
  readonly since: number;
  readonly doneThen: number;
  readonly now: number;
}

/** Seconds before a rate means anything. */
const leastSeconds = 0.5;

/** Makes one progress, with its rate, out of the reports of all workers. */
export class ProgressTracker {
  readonly #tracked = new Map<string, Tracked>();

  /** @param now in milliseconds */
  add(id: string, report: JobReport, now: number): void {
    const known = this.#tracked.get(id);
    if (known?.report.phase !== report.phase) {
      this.#tracked.set(id, { report, since: now, doneThen: report.done, now });
    } else {
      // Each worker counts what it knows of the others', so one that looked earlier says less.
      const done = Math.max(known.report.done, report.done);
      this.#tracked.set(id, { ...known, report: { ...report, done }, now });
    }
  }

  forget(id: string): void {
    this.#tracked.delete(id);
  }

  /** @param stored what is known where nothing was heard yet */
  progress(id: string, stored: JobReport | null): JobProgress | null {
    const tracked = this.#tracked.get(id);
    if (!tracked) return stored && { ...stored, rate: null, secondsLeft: null };
    const { report, since, doneThen, now } = tracked;
    const seconds = (now - since) / 1000;
    const rate = seconds >= leastSeconds && report.done > doneThen ? (report.done - doneThen) / seconds : null;
    return { ...report, rate, secondsLeft: rate === null ? null : (report.total - report.done) / rate };
  }
}
