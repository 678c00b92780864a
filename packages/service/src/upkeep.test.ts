import type { Job } from "@gipfel/contracts";
import { openInProcessQueue } from "@gipfel/queue";
import { openStore, type Store } from "@gipfel/store";
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { Places } from "./places.js";
import { Scheduler } from "./scheduler.js";
import type { JobReport } from "./service.js";
import { startUpkeep, type Upkeep } from "./upkeep.js";

const minute = 60_000;
const state = "/nowhere";
const none = { artifacts: 0, bytes: 0 };

describe("upkeep", () => {
  let upkeep: Upkeep;
  let reconcile: MockInstance<Scheduler["reconcile"]>;
  let sweep: MockInstance<Store["artifacts"]["sweep"]>;
  let released: MockInstance<Store["artifacts"]["sweepReleased"]>;
  const warnings: string[] = [];

  beforeEach(async () => {
    vi.useFakeTimers();
    warnings.length = 0;
    const store = await openStore({ url: ":memory:", artifacts: state });
    sweep = vi
      .spyOn(store.artifacts, "sweep")
      .mockResolvedValue({ removed: none, trashed: none, expired: none, adopted: 0 });
    released = vi.spyOn(store.artifacts, "sweepReleased").mockResolvedValue(none);
    const queue = openInProcessQueue<Job, JobReport>({ kinds: [] });
    const environment = { store, places: new Places(state, null) };
    const scheduler = new Scheduler({ environment, queue, limit: 1 });
    reconcile = vi.spyOn(scheduler, "reconcile").mockResolvedValue();
    const logger = { info: () => undefined, warn: (_: unknown, message: string) => void warnings.push(message) };
    upkeep = startUpkeep({ environment, queue, scheduler, logger });
    await vi.advanceTimersByTimeAsync(0);
  });
  afterEach(async () => {
    upkeep.stop();
    await upkeep.ended;
    vi.useRealTimers();
  });

  it("puts the queue in order at once and twice a minute, and sweeps artifacts at once and each hour", async () => {
    expect([reconcile.mock.calls.length, sweep.mock.calls.length]).toEqual([1, 1]);
    await vi.advanceTimersByTimeAsync(59 * minute);
    expect([reconcile.mock.calls.length, sweep.mock.calls.length]).toEqual([1 + 2 * 59, 1]);
    // What was deleted on request frees its space without waiting for the hour.
    expect(released.mock.calls.length).toBe(2 * 59);
    await vi.advanceTimersByTimeAsync(2 * minute);
    expect(sweep).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(24 * 60 * minute);
    expect(sweep.mock.calls.length).toBeGreaterThanOrEqual(25);
    expect(sweep.mock.calls.length).toBeLessThanOrEqual(26);
  });

  it("tries again soon while something is away, and says so", async () => {
    reconcile.mockRejectedValue(new Error("away"));
    await vi.advanceTimersByTimeAsync(minute);
    expect(reconcile.mock.calls.length).toBeGreaterThan(10);
    expect(new Set(warnings)).toEqual(new Set(["putting the queue in order failed and will be tried again"]));
    reconcile.mockClear();
    reconcile.mockResolvedValue();
    await vi.advanceTimersByTimeAsync(minute);
    expect(reconcile.mock.calls.length).toBeLessThanOrEqual(3);
  });

  it("goes on where a sweep fails", async () => {
    sweep.mockRejectedValueOnce(new Error("the disk"));
    await vi.advanceTimersByTimeAsync(61 * minute);
    reconcile.mockClear();
    await vi.advanceTimersByTimeAsync(61 * minute);
    expect(sweep).toHaveBeenCalledTimes(3);
    expect(reconcile.mock.calls.length).toBeGreaterThan(100);
  });

  it("does nothing once stopped", async () => {
    upkeep.stop();
    await upkeep.ended;
    reconcile.mockClear();
    await vi.advanceTimersByTimeAsync(120 * minute);
    expect(reconcile).not.toHaveBeenCalled();
  });
});
