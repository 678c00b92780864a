import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";

/** Milliseconds. Proxies give silent connections up after half a minute or more. */
const heartbeat = 15_000;

/** Sends values as server-sent events of JSON until they end or the client goes; comments keep the connection alive. */
export function sendEvents(reply: FastifyReply, events: AsyncIterable<unknown>): FastifyReply {
  return reply
    .type("text/event-stream; charset=utf-8")
    .header("cache-control", "no-store")
    .header("x-accel-buffering", "no")
    .send(Readable.from(eventStream(events, heartbeat), { objectMode: false }));
}

/** @param pause milliseconds of silence before a comment is sent */
export async function* eventStream(events: AsyncIterable<unknown>, pause: number): AsyncGenerator<string> {
  const iterator = events[Symbol.asyncIterator]();
  try {
    let next = iterator.next();
    while (true) {
      const arrived = await within(pause, next);
      if (arrived === undefined) {
        yield ": still here\n\n";
        continue;
      }
      if (arrived.done) return;
      yield `data: ${JSON.stringify(arrived.value)}\n\n`;
      next = iterator.next();
    }
  } finally {
    await iterator.return?.();
  }
}

/** What the promise gives, or nothing where it takes longer. */
async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([promise, silence]);
  } finally {
    clearTimeout(timer);
  }
}
