import type { ErrorCode } from "../../../packages/contracts/src/index.js";

/** Something that somebody sends to harm the service, or by mistake. */
export interface HostileCase {
  /** What is wrong with it. */
  readonly what: string;
  readonly make: () => Uint8Array | Promise<Uint8Array>;
  readonly code: ErrorCode;
  /** Part of the message, which says what is wrong. */
  readonly says: RegExp;
}
