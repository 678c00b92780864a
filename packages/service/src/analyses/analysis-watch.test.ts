import { describe, expect, it, vi } from "vitest";
import { asCaller } from "../callers/caller.js";
import type { AnalysisState } from "../service.js";
import { AnalysisWatch } from "./analysis-watch.js";

const limits = { streams: 40, streamsPerCaller: 30, pollInterval: 5, eventInterval: 1 };
const running: AnalysisState = { status: "running", progress: null, skipped: 0, error: null };
const finished: AnalysisState = { ...running, status: "finished" };

describe("AnalysisWatch", () => {
  it("looks as often for thirty who watch as for one, and tells each of them each state once", async () => {
    let state = running;
    let looks = 0;
    const watch = new AnalysisWatch(async () => {
      looks += 1;
      return state;
    }, limits);
    const told: string[][] = [];
    for (let n = 0; n < 30; n++) {
      const own: string[] = [];
      told.push(own);
      // Half of them at once, half when it is known.
      const watching = watch.watch("a", ({ status }) => own.push(status));
      if (n >= 15) await watching;
      if (n === 0) expect(looks).toBe(0);
    }
    const soon = looks;
    expect(soon).toBeLessThan(15);
    await vi.waitFor(() => expect(looks).toBeGreaterThan(soon));
    state = finished;
    watch.wake("a");
    await vi.waitFor(() => expect(told.every((own) => own.length === 2)).toBe(true));
    for (const own of told) expect(own).toEqual(["running", "finished"]);
    const last = looks;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(looks).toBe(last);
  });

  it("ends its looks with the last who watches", async () => {
    let looks = 0;
    const watch = new AnalysisWatch(async () => {
      looks += 1;
      return running;
    }, limits);
    const stops = [await watch.watch("a", () => undefined), await watch.watch("a", () => undefined)];
    for (const stop of stops) stop();
    const last = looks;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(looks).toBe(last);
  });

  it("refuses streams beyond its limits, of one caller and of all, and counts them back", async () => {
    const watch = new AnalysisWatch(async () => running, limits);
    const open = (caller: string) => asCaller(caller, () => watch.watch("a", () => undefined));
    const stops = await Promise.all(Array.from({ length: 30 }, () => open("greedy")));
    await expect(open("greedy")).rejects.toMatchObject({ code: "SERVICE_BUSY" });
    const others = await Promise.all(Array.from({ length: 10 }, (_, n) => open(`other ${n}`)));
    await expect(open("modest")).rejects.toMatchObject({ code: "SERVICE_BUSY" });
    for (const stop of [...stops, ...stops, ...others]) stop();
    (await open("greedy"))();
  });

  it("fails for all where there is nothing to watch, and keeps no place", async () => {
    const watch = new AnalysisWatch(() => Promise.reject(new Error("none")), { ...limits, streams: 1 });
    for (let n = 0; n < 3; n++) await expect(watch.watch("a", () => undefined)).rejects.toThrow("none");
  });
});
