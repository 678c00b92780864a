/**
 * The program of a SqliteCheckpointer: moves what SQLite's log holds into the file, every so often and once more at its end.
 */
import { parentPort, workerData } from "node:worker_threads";
import { messageOf } from "@gipfel/contracts";
import Libsql from "libsql";
import type { CheckpointedFile } from "./sqlite-checkpointer.js";
import { isBusy } from "./sqlite-errors.js";

interface Checkpointed {
  /** 1 where others kept it from its end. */
  readonly busy: number;
  /** Pages of the log. */
  readonly log: number;
}

/** Milliseconds that a checkpoint waits for a lock. It may sleep meanwhile: nothing else happens on this thread. */
const timeout = 1000;

const { path, interval } = workerData as CheckpointedFile;
const database = new Libsql(path, { timeout });
database.exec("pragma synchronous = normal; pragma wal_autocheckpoint = 0");

const timer = setInterval(() => attempt(checkpoint), interval);

parentPort?.once("message", () => {
  clearInterval(timer);
  attempt(() => move("truncate"));
  database.close();
});

/** First most of it beside those who write, and then the rest, for which they wait. */
function checkpoint(): void {
  // One page is what the last line leaves.
  if (move("passive").log <= 1 || move("restart").busy === 1) return;
  // Who writes next begins the log anew and has to wait for the disk: this thread, and not who should not be held up.
  database.exec("pragma user_version = 0");
}

function move(mode: "passive" | "restart" | "truncate"): Checkpointed {
  return database.prepare(`pragma wal_checkpoint(${mode})`).get() as Checkpointed;
}

function attempt(action: () => unknown): void {
  try {
    action();
  } catch (error) {
    // Where others are busy with the file, the next time will do.
    if (!isBusy(error)) parentPort?.postMessage(messageOf(error));
  }
}
