import type { ServiceLogger } from "@gipfel/service";

/** Writes a line of JSON for each event, as collectors of logs want them. */
export function createLog(write: (line: string) => void): ServiceLogger {
  const at = (level: "info" | "warn") => (details: Readonly<Record<string, unknown>>, message: string) =>
    write(`${JSON.stringify({ level, time: new Date().toISOString(), message, ...plain(details) })}\n`);
  return { info: at("info"), warn: at("warn") };
}

/** Errors as what they say, which JSON leaves out. */
function plain(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : value,
    ]),
  );
}
