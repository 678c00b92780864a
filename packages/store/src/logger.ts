/** Where the store reports what no caller waits for. Loggers in the manner of pino fit. */
export interface StoreLogger {
  warn(details: Readonly<Record<string, unknown>>, message: string): void;
}

export const silentLogger: StoreLogger = { warn: () => undefined };
