import type { ServiceLimits } from "../service-options.js";
import type { JobBounds } from "./job-process.js";

/** Memory of a process that has loaded the engine, and bytes beside that for each byte of a model. */
const memory = { any: 768 * 2 ** 20, perByte: 16 };
/** Times as long as it may take that a busy machine is waited for. */
const patience = 5;
/** Seconds of processor time alike. */
const processor = { any: 30, perMiB: 0.5 };

/**
 * What checking a model may take: a small file that takes much is refused early. Processor time is counted, and not what a
 * machine with other work to do takes for it.
 *
 * @param bytes of the uploaded file
 */
export function checkBounds({ checkSeconds, checkMemory }: ServiceLimits, bytes: number): JobBounds {
  return {
    seconds: patience * checkSeconds,
    processorSeconds: Math.min(checkSeconds, processor.any + (processor.perMiB * bytes) / 2 ** 20),
    memory: Math.min(checkMemory, memory.any + memory.perByte * bytes),
  };
}
