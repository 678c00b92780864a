export { openInProcessQueue } from "./in-process/in-process-queue.js";
export { Interruption } from "./interruption.js";
export type {
  Job,
  JobContext,
  JobCounts,
  JobEvent,
  JobFailure,
  JobHandlers,
  JobQueue,
  JobRequest,
  JobState,
  JobStatus,
  JobWorker,
  WorkOptions,
} from "./job-queue.js";
export { ProcessLost } from "./process-lost.js";
export type { QueueOptions } from "./queue-options.js";
export type { RedisQueueOptions } from "./redis/redis-options.js";
export { type BullMqQueue, openRedisQueue, type RedisJobQueue } from "./redis/redis-queue.js";
