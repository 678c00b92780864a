/** A cluster on this machine: a Redis server and a database of its own, for as many services as a test opens. */
import { randomBytes } from "node:crypto";
import type { ServiceOptions } from "../service-options.js";

interface RedisServer {
  readonly url: string;
  dispose(): Promise<void>;
}

interface RedisModule {
  readonly whyNoRedis: () => string | undefined;
  readonly RedisServer: { start(): Promise<RedisServer> };
}

interface PostgresModule {
  administer(url: string, statement: string): Promise<void>;
}

const redisFile = new URL("../../../queue/src/testing/redis-server.ts", import.meta.url).href;
const postgresFile = new URL("../../../store/src/conformance/postgres-place.ts", import.meta.url).href;

const { whyNoRedis, RedisServer } = (await import(redisFile)) as RedisModule;

const postgres = process.env.GIPFEL_TEST_POSTGRES;

/** Why there can be no cluster here, if so. */
export const whyNoCluster: string | undefined =
  postgres === undefined ? "GIPFEL_TEST_POSTGRES is not set to the address of a server" : whyNoRedis();

/** Runs statements on a database of the server. */
export async function administer(url: string, statements: string): Promise<void> {
  await ((await import(postgresFile)) as PostgresModule).administer(url, statements);
}

/** @param use is given what services of the cluster are opened with */
export async function withCluster<T>(
  use: (urls: Pick<ServiceOptions, "redisUrl" | "storeUrl">) => Promise<T>,
): Promise<T> {
  const database = `gipfel_test_${randomBytes(6).toString("hex")}`;
  const address = new URL(postgres ?? "");
  await administer(address.href, `create database ${database}`);
  const redis = await RedisServer.start();
  const own = new URL(address.href);
  own.pathname = database;
  try {
    return await use({ redisUrl: redis.url, storeUrl: own.href });
  } finally {
    await redis.dispose();
    await administer(address.href, `drop database ${database} with (force)`);
  }
}
