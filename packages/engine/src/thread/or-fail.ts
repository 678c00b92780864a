import { GipfelError, messageOf } from "@gipfel/contracts";

/**
 * What a library throws, as an error of the catalogue.
 *
 * @param what went wrong, for the message.
 * @throws GipfelError ENGINE_FAILED
 */
export async function orFail<T>(what: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const reason = messageOf(error).replace(/\s+/g, " ").trim();
    throw new GipfelError("ENGINE_FAILED", `${what}: ${reason}`, { cause: error });
  }
}
