import { type Endpoint, endpoints } from "@gipfel/contracts";
import type { Call, Handlers } from "../wire/handler.js";
import { Random } from "./random.js";
import { sample } from "./sample.js";

export interface FakeHandlers {
  readonly handlers: Handlers;
  /** What arrived, in order. */
  readonly calls: { name: string; call: Call<Endpoint>; bodyBytes: number }[];
}

/** Handlers that read what they are sent and answer with something random that fits. */
export function fakeHandlers(seed = 1): FakeHandlers {
  const random = new Random(seed);
  const calls: FakeHandlers["calls"] = [];
  const handlers = Object.entries<Endpoint>(endpoints).map(([name, endpoint]) => [
    name,
    async (call: Call<Endpoint>) => {
      calls.push({ name, call, bodyBytes: await bytesOf(endpoint, call.body) });
      return answerTo(endpoint, random);
    },
  ]);
  return { handlers: Object.fromEntries(handlers) as Handlers, calls };
}

async function bytesOf({ body }: Endpoint, given: unknown): Promise<number> {
  if (body === undefined || !("bytes" in body)) return 0;
  let bytes = 0;
  for await (const chunk of given as AsyncIterable<Uint8Array>) bytes += chunk.length;
  return bytes;
}

function answerTo({ reply }: Endpoint, random: Random): unknown {
  if (reply === null) return undefined;
  if ("bytes" in reply) return { bytes: Buffer.from("some bytes"), type: reply.bytes[0], immutable: true };
  if (!("events" in reply)) return sample(reply, random);
  const { events } = reply;
  return (async function* () {
    for (let i = 0; i < 3; i++) yield sample(events, random);
  })();
}
