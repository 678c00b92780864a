import type { IncomingMessage } from "node:http";

/** Bytes and milliseconds that the rest of a refused upload is read. */
const mostDrained = 256 * 2 ** 20;
const patience = 30_000;

/**
 * The body of a request, as it comes. Where its reader gives up, the rest is read and forgotten, within bounds: most
 * clients send all before they listen, and would find a closed connection in place of the answer.
 */
export async function* readUpload(body: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    yield* body.iterator({ destroyOnReturn: false });
  } finally {
    if (!body.readableEnded && !body.destroyed) drain(body);
  }
}

function drain(body: IncomingMessage): void {
  let left = mostDrained;
  const timer = setTimeout(() => body.destroy(), patience);
  body.once("close", () => clearTimeout(timer));
  body.on("data", (part: Buffer) => {
    left -= part.length;
    if (left < 0) body.destroy();
  });
}
