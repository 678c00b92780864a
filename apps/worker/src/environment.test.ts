import { GipfelError } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import { readEnvironment } from "./environment.js";

const complete = {
  REDIS_URL: "redis://127.0.0.1:6379",
  DATABASE_URL: "postgres://gipfel:secret@127.0.0.1/gipfel",
  GIPFEL_STATE: "/srv/gipfel",
};

describe("readEnvironment", () => {
  it("reads what is given and leaves the rest to the service", () => {
    const more = { GIPFEL_CONCURRENCY: "3", GIPFEL_LOCK_SECONDS: "60", GIPFEL_DATA_ROOT: "", GIPFEL_ENGINE: "tfjs" };
    expect(readEnvironment({ ...complete, ...more })).toEqual({
      redisUrl: complete.REDIS_URL,
      storeUrl: complete.DATABASE_URL,
      state: "/srv/gipfel",
      concurrency: 3,
      lockSeconds: 60,
      engine: "tfjs",
    });
  });

  it("reads what goes by itself, since workers sweep too", () => {
    const more = { GIPFEL_KEEP_DAYS: "30", GIPFEL_KEEP_SIZE: "2", GIPFEL_TRASH_DAYS: "0" };
    expect(readEnvironment({ ...complete, ...more }).retention).toEqual({ keepDays: 30, keepBytes: 2e9, trashDays: 0 });
    expect(() => readEnvironment({ ...complete, GIPFEL_TRASH_DAYS: "-1" })).toThrow("GIPFEL_TRASH_DAYS");
  });

  it("names every fault at once, and no value", () => {
    const bad = {
      DATABASE_URL: "mysql://root:secret@host/db",
      GIPFEL_CONCURRENCY: "0",
      GIPFEL_STATE: " ",
      GIPFEL_LOCK_SECONDS: "9999",
    };
    let error: unknown;
    try {
      readEnvironment(bad);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(GipfelError);
    const { code, message } = error as GipfelError;
    expect(code).toBe("OPTION_INVALID");
    for (const name of ["REDIS_URL", "DATABASE_URL", "GIPFEL_CONCURRENCY", "GIPFEL_STATE", "GIPFEL_LOCK_SECONDS"]) {
      expect(message).toContain(name);
    }
    expect(message).not.toContain("secret");
  });
});
