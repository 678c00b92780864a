/** How clients get through to a service that goes away and comes back. */
import { setTimeout as pause } from "node:timers/promises";
import { ProblemError } from "../../../packages/client/src/index.js";

/** Milliseconds that an answer may take, whatever is away. */
export const answerTime = 10_000;

/**
 * Asks until there is an answer: again where nobody listens, or where the service says that something is away, as it tells
 * clients to.
 *
 * @throws what is no matter of patience: any other problem, an answer that does not come
 */
export async function persistently<T>(ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const start = Date.now();
  for (;;) {
    const signal = AbortSignal.timeout(answerTime);
    try {
      return await ask(signal);
    } catch (error) {
      if (signal.aborted) throw new Error(`no answer in ${answerTime / 1000} seconds`, { cause: error });
      const isAway = error instanceof ProblemError ? error.problem.status === 503 : error instanceof TypeError;
      if (!isAway || Date.now() - start > 180_000) throw error;
    }
    await pause(100);
  }
}
