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
