import { describe, expect, it } from "vitest";
import { eventStream } from "./send-events.js";

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("eventStream", () => {
  it("frames each value as one event, with comments while nothing comes", async () => {
    const values = (async function* () {
      yield { text: "two\nlines" };
      await pause(50);
      yield 2;
    })();
    const frames: string[] = [];
    for await (const frame of eventStream(values, 20)) frames.push(frame);
    expect(frames[0]).toBe('data: {"text":"two\\nlines"}\n\n');
    expect(frames.at(-1)).toBe("data: 2\n\n");
    const between = frames.slice(1, -1);
    expect(between.length).toBeGreaterThan(0);
    for (const frame of between) expect(frame).toMatch(/^:.*\n\n$/);
  });

  it("ends its source when it is given up", async () => {
    let ended = false;
    const values = (async function* () {
      try {
        while (true) yield 1;
      } finally {
        ended = true;
      }
    })();
    for await (const _ of eventStream(values, 1000)) break;
    expect(ended).toBe(true);
  });
});
