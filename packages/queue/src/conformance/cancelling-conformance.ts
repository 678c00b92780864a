import { describe, expect, it } from "vitest";
import {
  aborted,
  type ConformanceContext,
  Gate,
  handle,
  reach,
  record,
  request,
  until,
} from "./conformance-context.js";

export function describeCancelling({ open }: ConformanceContext): void {
  describe("cancelling", () => {
    it("forgets waiting and blocked jobs, and what waits for them", async () => {
      const queue = await open();
      const events = record(queue);
      const ran: string[] = [];
      await queue.enqueue([
        request("waiting"),
        request("kept"),
        request("blocked", { after: ["kept"] }),
        request("after-waiting", { after: ["waiting", "kept"] }),
        request("far", { after: ["after-waiting"] }),
        request("after-kept", { after: ["kept"] }),
      ]);
      await queue.cancel({ id: "waiting" });
      await queue.cancel({ id: "blocked" });
      await queue.work(handle(async (_, { id }) => void ran.push(id)));
      await reach(queue, "done", "kept", "after-kept");
      await reach(queue, "unknown", "waiting", "blocked", "after-waiting", "far");
      expect(ran).toEqual(["kept", "after-kept"]);
      const cancelled = () => events.flatMap((event) => (event.type === "cancelled" ? [event.id] : [])).toSorted();
      await expect.poll(cancelled).toEqual(["after-waiting", "blocked", "far", "waiting"]);
      expect(await queue.counts()).toEqual({ blocked: 0, waiting: 0, active: 0, done: 2, failed: 0 });
    });

    it("gives active ones the signal, and takes no result or failure of theirs", async () => {
      const queue = await open({ attempts: 5, backoff: 1 });
      const events = record(queue);
      const starts: string[] = [];
      await queue.work(
        handle(async (_, { id, signal }) => {
          starts.push(id);
          await aborted(signal);
          expect(signal.reason).toMatchObject({ code: "CANCELLED" });
          if (id === "throws") throw signal.reason;
        }),
        { concurrency: 2 },
      );
      await queue.enqueue([request("throws"), request("returns"), request("next", { after: ["throws"] })]);
      await reach(queue, "active", "throws", "returns");
      await queue.cancel({ id: "throws" });
      await queue.cancel({ id: "returns" });
      await reach(queue, "unknown", "throws", "returns", "next");
      await expect.poll(() => events.length).toBe(3);
      expect(events.every(({ type }) => type === "cancelled")).toBe(true);
      expect(starts).toHaveLength(2);
    });

    it("finds jobs by the start of their ids", async () => {
      const queue = await open();
      const ids = ["a/1", "a/2/x", "ab/1", "b/a/1", "a"];
      await queue.enqueue(ids.map((id) => request(id)));
      await queue.cancel({ prefix: "a/" });
      const states = await Promise.all(ids.map(async (id) => (await queue.status(id)).state));
      expect(states).toEqual(["unknown", "unknown", "waiting", "waiting", "waiting"]);
    });

    it("runs a job that is enqueued again when the cancelled handler has returned, not before", async () => {
      const queue = await open();
      const gate = new Gate();
      const log: string[] = [];
      await queue.work(
        handle(async ({ value }) => {
          log.push(`begin ${value}`);
          if (value === 1) await gate.pass();
          log.push(`end ${value}`);
        }),
        { concurrency: 2 },
      );
      await queue.enqueue([request("a", { job: { kind: "number", value: 1 } })]);
      await reach(queue, "active", "a");
      await queue.cancel({ id: "a" });
      await queue.enqueue([request("a", { job: { kind: "number", value: 2 } }), request("b", { after: ["a"] })]);
      await queue.enqueue([request("c")]);
      await reach(queue, "done", "c");
      expect(await queue.status("a")).toEqual({ state: "blocked" });
      gate.open();
      await reach(queue, "done", "a", "b");
      expect(log.filter((line) => !line.endsWith("0"))).toEqual(["begin 1", "end 1", "begin 2", "end 2"]);
    });

    it("runs what was cancelled while it waited and is enqueued again, once", async () => {
      const queue = await open();
      const values: number[] = [];
      await queue.enqueue([request("a", { job: { kind: "number", value: 1 } })]);
      await queue.cancel({ id: "a" });
      await queue.enqueue([request("a", { job: { kind: "number", value: 2 } })]);
      await queue.work(handle(async ({ value }) => void values.push(value)));
      await until(() => values.length > 0, "the job runs");
      await reach(queue, "done", "a");
      expect(values).toEqual([2]);
    });

    it("leaves finished jobs alone", async () => {
      const queue = await open();
      await queue.work(handle(async () => {}));
      await queue.enqueue([request("a")]);
      await reach(queue, "done", "a");
      await queue.cancel({ id: "a" });
      await queue.cancel({ id: "ghost" });
      expect(await queue.status("a")).toEqual({ state: "done" });
    });
  });
}
