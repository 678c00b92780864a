import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fingerprint } from "./fingerprint.mjs";

describe("fingerprint", () => {
  let folder;
  const time = new Date("2020-01-01");
  const write = (name, text) => {
    writeFileSync(join(folder, name), text);
    utimesSync(join(folder, name), time, time);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gipfel-fingerprint-"));
    mkdirSync(join(folder, "deep"));
    write("a", "one");
    write("deep/b", "two");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("stays while nothing changes, and when a file is written as it was", () => {
    const before = fingerprint([folder]);
    expect(fingerprint([folder])).toBe(before);
    write("deep/b", "two");
    expect(fingerprint([folder])).toBe(before);
  });

  it.each([
    ["a file grows", () => write("deep/b", "three")],
    ["a file is added", () => write("deep/c", "")],
    ["a file is deleted", () => rmSync(join(folder, "deep/b"))],
    ["a file moves", () => renameSync(join(folder, "deep/b"), join(folder, "b"))],
    ["a file's time changes", () => utimesSync(join(folder, "a"), time, new Date("2020-01-02"))],
  ])("changes when %s", (_, change) => {
    const before = fingerprint([folder]);
    change();
    expect(fingerprint([folder])).not.toBe(before);
  });

  it("takes a missing path as empty", () => {
    expect(fingerprint([join(folder, "none")])).toBe(fingerprint([]));
  });
});
