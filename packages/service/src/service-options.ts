/** What a service is opened with. */
import { totalmem } from "node:os";
import type { JobProcessCommand } from "./process/job-process.js";
import type { FolderToOpen } from "./references/opened-folder.js";

export interface ServiceLogger {
  info(details: Readonly<Record<string, unknown>>, message: string): void;
  warn(details: Readonly<Record<string, unknown>>, message: string): void;
}

export interface ServiceOptions {
  /** Folder of all that the service keeps: artifacts, work, caches; in a cluster, one that all processes share. */
  readonly state: string;
  /** Folder that data sets are registered from; none unless given. Never written to. */
  readonly dataRoot?: string;
  /** `file:…` or `postgres://…`; `store.db` in the state folder unless given. */
  readonly storeUrl?: string;
  /** `redis://…`; a queue in this process unless given. */
  readonly redisUrl?: string;
  /** Analysis folders to show beside those of the service. */
  readonly folders?: readonly FolderToOpen[];
  /**
   * Seconds after which a worker of a cluster that is not heard of has lost its job to another, 30 unless given; at most
   * ten more pass until it is noticed.
   */
  readonly lockSeconds?: number;
  /** How many jobs run at a time in this process, 1 unless given; 0 leaves them to other processes of a cluster. */
  readonly concurrency?: number;
  /** How many analyses run at a time; others wait. 1 unless given, in a cluster 4. */
  readonly runningAnalyses?: number;
  /** Threads of an engine, 1 unless given. Part of what decides the last digits of a result. */
  readonly threads?: number;
  /**
   * What computes the analyses that are asked for here, and the explanations that this process makes; onnxruntime unless
   * given. Analyses keep it, so all workers of a cluster must have it.
   */
  readonly engine?: string;
  /** What the engine computes on; `auto` unless given. */
  readonly device?: string;
  readonly limits?: Partial<ServiceLimits>;
  readonly retention?: Retention;
  /** The program of job processes; the built one unless given. */
  readonly jobProcess?: JobProcessCommand;
  readonly logger?: ServiceLogger;
}

/** As users give it. */
export interface GivenRetention {
  readonly keepDays: number | undefined;
  /** Gigabytes. */
  readonly keepSize: number | undefined;
  readonly trashDays: number | undefined;
}

/** What goes by itself; nothing of users does unless it is asked for. */
export interface Retention {
  /** Days after their end that analyses and explanations stay; for ever unless given. */
  readonly keepDays?: number;
  /** Bytes of all artifacts above which the oldest finished analyses are deleted; none unless given. */
  readonly keepBytes?: number;
  /** Days that files stay in the trash that were swept without a deletion on request, 7 unless given. */
  readonly trashDays?: number;
}

export function retentionOf({ keepDays, keepSize, trashDays }: GivenRetention): Retention {
  return {
    ...(keepDays !== undefined && { keepDays }),
    ...(keepSize !== undefined && { keepBytes: keepSize * 1e9 }),
    ...(trashDays !== undefined && { trashDays }),
  };
}

export interface ServiceLimits {
  /** Bytes of an uploaded model. */
  readonly modelBytes: number;
  /** Bytes of an uploaded archive of images. */
  readonly datasetBytes: number;
  /** Bytes of an uploaded image. */
  readonly imageBytes: number;
  /** Seconds that checking a model may take. */
  readonly checkSeconds: number;
  /** Bytes of memory that checking a model may take. */
  readonly checkMemory: number;
  /** Bytes of JavaScript memory of a job. */
  readonly jobMemory: number;
}

/** Bytes that one process may take of this machine, or of what its container has of it. */
const machineMemory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);

export const defaultLimits: ServiceLimits = {
  modelBytes: 2 * 2 ** 30,
  datasetBytes: 8 * 2 ** 30,
  imageBytes: 64 * 2 ** 20,
  checkSeconds: 120,
  checkMemory: Math.min(6 * 2 ** 30, machineMemory / 2),
  jobMemory: Math.min(4 * 2 ** 30, machineMemory / 2),
};
