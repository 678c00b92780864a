import { afterEach, describe } from "vitest";
import { describeAttempts } from "./attempts-conformance.js";
import { describeCancelling } from "./cancelling-conformance.js";
import { describeClosing } from "./closing-conformance.js";
import type { ConformanceContext, TestQueue } from "./conformance-context.js";
import { describeDependencies } from "./dependencies-conformance.js";
import { describeEvents } from "./events-conformance.js";
import { describeRunning } from "./running-conformance.js";

/**
 * The laws of the queue port. Every adapter runs all of them.
 *
 * @param open an empty queue
 * @param skip why this adapter cannot be tried here
 */
export function describeQueue(name: string, open: ConformanceContext["open"], skip?: string): void {
  const opened: TestQueue[] = [];
  const context: ConformanceContext = {
    open: async (options) => {
      const queue = await open(options);
      opened.push(queue);
      return queue;
    },
  };
  const title = `queue ${name}${skip === undefined ? "" : ` (skipped: ${skip})`}`;
  describe.skipIf(skip !== undefined)(title, () => {
    afterEach(async () => {
      // Handlers that a failed test left behind would hold the queue open.
      await Promise.allSettled(opened.map((queue) => queue.cancel({ prefix: "" })));
      await Promise.all(opened.splice(0).map((queue) => queue.close()));
    });
    describeRunning(context);
    describeDependencies(context);
    describeAttempts(context);
    describeCancelling(context);
    describeClosing(context);
    describeEvents(context);
  });
}
