import type { ClientContext, Result } from "ioredis";
import { begin } from "./scripts/begin.js";
import { cancel } from "./scripts/cancel.js";
import { enqueue } from "./scripts/enqueue.js";
import { readReady } from "./scripts/read-ready.js";
import { settle } from "./scripts/settle.js";
import { sweep } from "./scripts/sweep.js";

declare module "ioredis" {
  /** The scripts as commands: each takes the prefix of the keys and a request as JSON. */
  interface RedisCommander<Context extends ClientContext> {
    gipfelEnqueue(prefix: string, request: string): Result<string[], Context>;
    gipfelCancel(prefix: string, request: string): Result<string[], Context>;
    gipfelBegin(prefix: string, request: string): Result<(string | number)[], Context>;
    gipfelSettle(prefix: string, request: string): Result<string, Context>;
    gipfelReadReady(prefix: string, request: string): Result<string[], Context>;
    gipfelSweep(prefix: string, request: string): Result<string[], Context>;
  }
}

const define = (lua: string) => ({ lua, numberOfKeys: 1 });

/** For the option `scripts` of a connection. */
export const commands = {
  gipfelEnqueue: define(enqueue),
  gipfelCancel: define(cancel),
  gipfelBegin: define(begin),
  gipfelSettle: define(settle),
  gipfelReadReady: define(readReady),
  gipfelSweep: define(sweep),
};
