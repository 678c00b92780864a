import { messageOf } from "@gipfel/contracts";

/** The message of anything thrown, in one line: decoders and parsers quote input and write several. */
export function reasonOf(error: unknown): string {
  return messageOf(error).replace(/\s+/g, " ").trim();
}
