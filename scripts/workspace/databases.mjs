/** The servers that tests of the cluster shape need: PostgreSQL, started here and ended with the tests, and Redis. */
import { aptInstall } from "./apt.mjs";
import { onPath, PostgresServer, postgresTools } from "./postgres-server.mjs";

/**
 * @returns {Promise<{ env: Record<string, string>, reasons: string[], stop(): Promise<void> }>} what tests read of their
 *   environment, and what cannot be tested
 */
export async function startDatabases() {
  const reasons = [];
  const noRedis = onPath("redis-server") ? undefined : await aptInstall("Redis", ["redis-server"]);
  if (noRedis) reasons.push(noRedis);
  const given = process.env.GIPFEL_TEST_POSTGRES;
  const none = async () => undefined;
  if (given) return { env: {}, reasons, stop: none };
  const noPostgres = postgresTools() ? undefined : await aptInstall("PostgreSQL", ["postgresql"]);
  if (!postgresTools()) return { env: {}, reasons: [...reasons, noPostgres ?? "no PostgreSQL"], stop: none };
  try {
    const server = await PostgresServer.start({ isDurable: false });
    return { env: { GIPFEL_TEST_POSTGRES: server.url }, reasons, stop: () => server.stop() };
  } catch (error) {
    return { env: {}, reasons: [...reasons, error.message], stop: none };
  }
}
