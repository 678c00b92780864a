import { Redis, type RedisOptions } from "ioredis";
import { commands } from "./commands.js";

/** The longest that a caller waits for Redis, in milliseconds. */
export const patience = 1_500;

const common: RedisOptions = {
  scripts: commands,
  retryStrategy: (times) => Math.min(100 * times, 1_000),
  connectTimeout: 5_000,
  keepAlive: 10_000,
};

/** For those who would rather hear now that Redis is away: nothing is queued, nothing is sent twice. */
export function connectImpatiently(url: string, onError: (error: Error) => void): Redis {
  return connect(url, onError, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    commandTimeout: patience,
  });
}

/** For those who have nothing better to do than wait for Redis: commands are sent, and sent again, when it is there. */
export function connectPatiently(url: string, onError: (error: Error) => void): Redis {
  // Longer than any command blocks: a connection that is silent for so long is dead.
  return connect(url, onError, { maxRetriesPerRequest: null, socketTimeout: 30_000 });
}

function connect(url: string, onError: (error: Error) => void, options: RedisOptions): Redis {
  const redis = new Redis(url, { ...common, ...options });
  // Without a listener the loss of a connection would end the process.
  redis.on("error", onError);
  return redis;
}

/** The address without user and password, for messages. */
export function addressOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "an address that is no URL";
}
