/**
 * A process that tests kill. Its argument is JSON: the {@link Task}. A worker writes to the log what it begins and ends,
 * one line each: `begin|end <id> <attempt> <process>`.
 *
 * A job of kind `number` takes that many milliseconds. One of kind `text` kills its process.
 */
import { appendFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import type { JobRequest } from "../job-queue.js";
import { openRedisQueue } from "../redis/redis-queue.js";
import { type TestJob, testKinds } from "./test-job.js";

export interface Task {
  readonly url: string;
  readonly prefix: string;
  readonly log: string;
  readonly lockDuration: number;
  readonly stalledInterval: number;
  readonly crashes: number;
  /** Enqueue these and die at once; without, work. */
  readonly flow?: readonly JobRequest<TestJob>[];
}

const task = JSON.parse(process.argv[2]!) as Task;
const die = () => process.kill(process.pid, "SIGKILL");
const queue = await openRedisQueue<TestJob>({ ...task, kinds: testKinds });

if (task.flow) {
  await queue.enqueue(task.flow);
  die();
} else {
  await queue.work(
    {
      number: async ({ value }, { id, attempt, signal }) => {
        const write = (what: string) => appendFileSync(task.log, `${what} ${id} ${attempt} ${process.pid}\n`);
        write("begin");
        await pause(value, undefined, { signal });
        write("end");
      },
      text: async () => {
        die();
        await pause(10_000);
      },
    },
    { concurrency: 2 },
  );
}
