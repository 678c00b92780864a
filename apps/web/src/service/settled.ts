import type { JobProgress, JobStatus } from "@gipfel/contracts";

interface Job {
  readonly status: JobStatus;
  readonly progress: JobProgress | null;
  readonly error: { readonly message: string } | null;
}

const askEvery = 400;

/**
 * Asks for something that the service works at until it is finished.
 *
 * @param read asks once
 * @param watch is given every answer
 * @throws Error whose message is meant for the reader, where it fails or is cancelled; and where `signal` is aborted
 */
export async function settled<J extends Job>(
  read: () => Promise<J>,
  signal: AbortSignal,
  watch: (job: J) => void = () => undefined,
): Promise<J> {
  for (;;) {
    const job = await read();
    watch(job);
    if (job.status === "finished") return job;
    if (job.status === "failed" || job.status === "cancelled") {
      throw new Error(job.error?.message ?? "This was cancelled.");
    }
    await new Promise((resolve) => setTimeout(resolve, askEvery));
    signal.throwIfAborted();
  }
}
