import { GipfelError } from "@gipfel/contracts";

/** @throws GipfelError CANCELLED once the signal was given. */
export function stopIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new GipfelError("CANCELLED", "interrupted; continue with --resume");
}
