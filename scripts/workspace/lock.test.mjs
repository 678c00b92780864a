import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withLock } from "./lock.mjs";

describe("withLock", () => {
  let folder;
  let path;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gipfel-lock-"));
    path = join(folder, "new", "lock");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("lets one action run at a time, and tells the others once that they wait", async () => {
    const events = [];
    const action = (name) => async () => {
      events.push(`${name} starts`);
      await sleep(300);
      events.push(`${name} ends`);
    };
    let waits = 0;
    await Promise.all([withLock(path, () => waits++, action("a")), withLock(path, () => waits++, action("b"))]);
    expect(events.map((event) => event.slice(2))).toEqual(["starts", "ends", "starts", "ends"]);
    expect(waits).toBe(1);
    expect(existsSync(path)).toBe(false);
  });

  it("is free again after an action that failed", async () => {
    const failing = withLock(
      path,
      () => {},
      () => Promise.reject(new Error("no")),
    );
    await expect(failing).rejects.toThrow("no");
    expect(
      await withLock(
        path,
        () => {},
        async () => "yes",
      ),
    ).toBe("yes");
  });

  it("takes over from a process that is gone", async () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    path = join(folder, "lock");
    writeFileSync(path, String(pid));
    expect(
      await withLock(
        path,
        () => {},
        async () => "done",
      ),
    ).toBe("done");
  });
});
