/**
 * The thread of a SqliteCheckpointer: moves what SQLite's log holds into the file, every so often and once more at its end.
 * Plain JavaScript, since sources and build load it by its path alike.
 */
import { parentPort, workerData } from "node:worker_threads";
import Libsql from "libsql";

/** Milliseconds that a checkpoint waits for a lock. It may sleep meanwhile: nothing else happens on this thread. */
const timeout = 1000;

const { path, interval } = workerData;
const database = new Libsql(path, { timeout });
database.exec("pragma synchronous = normal; pragma wal_autocheckpoint = 0");

const timer = setInterval(() => attempt(checkpoint), interval);

parentPort.once("message", () => {
  clearInterval(timer);
  attempt(() => database.prepare("pragma wal_checkpoint(truncate)").all());
  database.close();
});

/** First most of it beside those who write, and then the rest, for which they wait. */
function checkpoint() {
  const [{ log }] = database.prepare("pragma wal_checkpoint(passive)").all();
  // One page is what the last line leaves.
  if (log <= 1) return;
  const [{ busy }] = database.prepare("pragma wal_checkpoint(restart)").all();
  // Who writes next begins the log anew and has to wait for the disk: this thread, and not who should not be held up.
  if (!busy) database.exec("pragma user_version = 0");
}

function attempt(action) {
  try {
    action();
  } catch (error) {
    // Others are busy with the file: the next time will do.
    if (!/^SQLITE_(BUSY|LOCKED)/.test(error.code)) parentPort.postMessage(error.message);
  }
}
