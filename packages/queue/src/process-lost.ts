import { GipfelError } from "@gipfel/contracts";

/** Thrown by a handler whose process died under the job: killed, or out of memory. Counts as a crash, not as an attempt. */
export class ProcessLost extends GipfelError {}
