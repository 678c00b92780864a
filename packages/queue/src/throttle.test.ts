import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Throttle } from "./throttle.js";

describe("Throttle", () => {
  const received: [time: number, value: number][] = [];
  beforeEach(() => {
    received.length = 0;
    vi.useFakeTimers({ now: 0 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const throttle = () => new Throttle<number>(100, (value) => received.push([Date.now(), value]));

  it("passes the first value at once, and of others the last of each interval", () => {
    const subject = throttle();
    for (let time = 0; time < 250; time += 10) {
      subject.push(time);
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(1_000);
    expect(received).toEqual([
      [0, 0],
      [100, 90],
      [200, 190],
      [300, 240],
    ]);
  });

  it("passes values at once that come far apart", () => {
    const subject = throttle();
    for (const value of [1, 2, 3]) {
      subject.push(value);
      vi.advanceTimersByTime(150);
    }
    expect(received).toEqual([
      [0, 1],
      [150, 2],
      [300, 3],
    ]);
  });

  it("passes nothing once stopped, and leaves no timer", () => {
    const subject = throttle();
    subject.push(1);
    subject.push(2);
    subject.stop();
    subject.push(3);
    expect(vi.getTimerCount()).toBe(0);
    expect(received).toEqual([[0, 1]]);
  });
});
