import { Worker } from "node:worker_threads";
import type { StoreLogger } from "../logger.js";

/** For this file in the build, and as a source. */
const program = new URL("../../dist/database/checkpoint-main.js", import.meta.url);

export interface CheckpointedFile {
  readonly path: string;
  /** Milliseconds between two checkpoints. */
  readonly interval: number;
}

/** Milliseconds between two checkpoints: what a loss of power can cost at most, as long as the disk keeps up. */
const defaultInterval = 5000;

/**
 * Checkpoints a SQLite file on a thread of its own: that is when SQLite waits for the disk, for as long as half a second
 * where others write too. It never keeps the process alive.
 */
export class SqliteCheckpointer {
  readonly #worker: Worker;
  readonly #ended: Promise<unknown>;

  /** @param path of a file that is open already, in WAL mode. */
  constructor(path: string, logger: StoreLogger, interval = defaultInterval) {
    this.#worker = new Worker(program, {
      workerData: { path, interval } satisfies CheckpointedFile,
      // Those of this process need not suit the build.
      execArgv: [],
    });
    const warn = (reason: string) => logger.warn({ reason }, "the database's log could not be moved into its file");
    this.#worker.on("message", warn);
    this.#worker.on("error", ({ message }) => warn(message));
    // Last: who listens for messages keeps the process alive.
    this.#worker.unref();
    this.#ended = new Promise((resolve) => this.#worker.once("exit", resolve));
  }

  /** The last checkpoint, and the end of the thread. Others of the process have closed the file before. */
  async end(): Promise<void> {
    this.#worker.ref();
    this.#worker.postMessage("end");
    await this.#ended;
  }
}
