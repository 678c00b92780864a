import type { Problem } from "@gipfel/contracts";

/** A reply that is no success. `message` says in one line what is wrong and what would be right. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";

  constructor(
    readonly problem: Problem,
    /** Seconds after which to ask again, where the service says so. */
    readonly retryAfter: number | null,
  ) {
    super(problem.detail);
  }
}
