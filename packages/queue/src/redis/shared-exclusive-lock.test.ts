import { describe, expect, it } from "vitest";
import { randomIntegers } from "../conformance/random-integers.js";
import { SharedExclusiveLock } from "./shared-exclusive-lock.js";

describe("SharedExclusiveLock", () => {
  it("never lets an exclusive task in with another, and lets shared ones in together", async () => {
    const lock = new SharedExclusiveLock();
    const next = randomIntegers(1);
    const inside: boolean[] = [];
    let most = 0;
    const broken: string[] = [];
    await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const exclusive = index % 7 === 3;
        await lock.run(exclusive, async () => {
          inside.push(exclusive);
          most = Math.max(most, inside.length);
          if (inside.length > 1 && inside.includes(true)) broken.push(`task ${index}`);
          await new Promise((resolve) => setTimeout(resolve, next(3)));
          inside.splice(inside.indexOf(exclusive), 1);
        });
      }),
    );
    expect(broken).toEqual([]);
    expect(most).toBe(6);
  });

  it("goes on after a task that fails, and hands its error on", async () => {
    const lock = new SharedExclusiveLock();
    const failed = lock.run(true, async () => {
      throw new Error("failed");
    });
    const after = lock.run(true, async () => "fine");
    await expect(failed).rejects.toThrow("failed");
    expect(await after).toBe("fine");
  });
});
