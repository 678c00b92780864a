import { describe, expect, it } from "vitest";
import { readServerEnvironment } from "./environment.js";

const redis = { REDIS_URL: "redis://127.0.0.1:6379" };
const database = { DATABASE_URL: "postgres://me:secret@127.0.0.1/gipfel" };

describe("readServerEnvironment", () => {
  it("is one process with a folder of its own where nothing is set", () => {
    expect(readServerEnvironment({ XDG_DATA_HOME: "/data", GIPFEL_TOKEN: " " })).toEqual({ state: "/data/gipfel" });
  });

  it("names what computes, in whole or in part", () => {
    const chosen = { GIPFEL_STATE: "/state", GIPFEL_ENGINE: "tfjs" };
    expect(readServerEnvironment(chosen)).toEqual({ state: "/state", engine: "tfjs" });
    expect(readServerEnvironment({ ...chosen, GIPFEL_DEVICE: "wasm" })).toMatchObject({ device: "wasm" });
  });

  it("is a cluster where both addresses are set", () => {
    expect(readServerEnvironment({ ...redis, ...database, GIPFEL_STATE: "/shared" })).toEqual({
      cluster: { redisUrl: redis.REDIS_URL, databaseUrl: database.DATABASE_URL },
      state: "/shared",
    });
    expect(readServerEnvironment({ ...redis, ...database }, { state: "/given" }).state).toBe("/given");
  });

  it("takes numbers, and what is set to nothing as not set", () => {
    const given = { GIPFEL_STATE: "/s", GIPFEL_RUNNING_ANALYSES: "8", GIPFEL_LOCK_SECONDS: "60", REDIS_URL: "" };
    expect(readServerEnvironment(given)).toEqual({ state: "/s", runningAnalyses: 8, lockSeconds: 60 });
  });

  it("takes what protects the service and what goes by itself", () => {
    const given = {
      ...{ GIPFEL_STATE: "/s", GIPFEL_HOST_NAME: "gipfel.example, other.example", GIPFEL_TRUST_PROXY: "10.0.0.0/8" },
      ...{ GIPFEL_MAX_CONNECTIONS: "50", GIPFEL_KEEP_DAYS: "30", GIPFEL_KEEP_SIZE: "2", GIPFEL_TRASH_DAYS: "0" },
    };
    expect(readServerEnvironment(given)).toEqual({
      ...{ state: "/s", hosts: ["gipfel.example", "other.example"], trustedProxies: ["10.0.0.0/8"], connections: 50 },
      retention: { keepDays: 30, keepBytes: 2e9, trashDays: 0 },
    });
    expect(() => readServerEnvironment({ ...given, GIPFEL_MAX_CONNECTIONS: "9", GIPFEL_KEEP_DAYS: "0" })).toThrow(
      /GIPFEL_MAX_CONNECTIONS takes a whole number, at least 10; GIPFEL_KEEP_DAYS takes a whole number, at least 1/,
    );
  });

  it("names every fault at once, and no secret", () => {
    const faulty = {
      REDIS_URL: "http://secret",
      GIPFEL_TOKEN: "short",
      GIPFEL_RUNNING_ANALYSES: "0",
      GIPFEL_LOCK_SECONDS: "1",
    };
    expect(() => readServerEnvironment(faulty)).toThrow(
      /GIPFEL_TOKEN.*REDIS_URL.*DATABASE_URL.*GIPFEL_STATE.*GIPFEL_RUNNING_ANALYSES.*GIPFEL_LOCK_SECONDS/,
    );
    expect(() => readServerEnvironment(faulty)).not.toThrow(/secret/);
  });
});
