import { interruptible } from "../interruption.js";
import { createReport, type Report } from "../report.js";

/** Runs something that can be interrupted, and ends its progress bar however it ends. */
export async function reported(
  json: boolean,
  run: (report: Report, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const report = createReport(json);
  try {
    await interruptible((signal) => run(report, signal));
  } finally {
    report.stop();
  }
}
