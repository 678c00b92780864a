/** What a worker is told by its environment, in one place. */
import { GipfelError } from "@gipfel/contracts";
import { retentionOf, type ServiceOptions } from "@gipfel/service";

/** Of a worker: everything is said, nothing is assumed. */
export type WorkerEnvironment = Pick<
  ServiceOptions,
  | "redisUrl"
  | "storeUrl"
  | "state"
  | "dataRoot"
  | "concurrency"
  | "runningAnalyses"
  | "lockSeconds"
  | "engine"
  | "device"
  | "retention"
>;

interface Variable {
  readonly name: string;
  readonly meaning: string;
  /** What it takes. */
  readonly expected: string;
  readonly isOptional?: boolean;
  readonly fits: (value: string) => boolean;
}

const isUrl = (protocols: readonly string[]) => (value: string) =>
  URL.canParse(value) && protocols.includes(new URL(value).protocol);
const isCount = (value: string) => /^[1-9]\d{0,2}$/.test(value);
const isLarge = (least: number) => (value: string) => /^\d{1,9}$/.test(value) && Number(value) >= least;
const isAnything = () => true;

export const variables = {
  redis: {
    name: "REDIS_URL",
    meaning: "where jobs are queued",
    expected: "an address redis://host:port",
    fits: isUrl(["redis:", "rediss:"]),
  },
  database: {
    name: "DATABASE_URL",
    meaning: "where the service keeps its records",
    expected: "an address postgres://user:password@host:port/database",
    fits: isUrl(["postgres:", "postgresql:"]),
  },
  artifacts: {
    name: "GIPFEL_STATE",
    meaning: "folder of artifacts and work, shared with the server and all workers",
    expected: "a folder",
    fits: isAnything,
  },
  dataRoot: {
    name: "GIPFEL_DATA_ROOT",
    meaning: "folder of data sets, the same as the server's; read only",
    expected: "a folder",
    isOptional: true,
    fits: isAnything,
  },
  concurrency: {
    name: "GIPFEL_CONCURRENCY",
    meaning: "jobs at a time, each in a process of its own; 1 unless given",
    expected: "a whole number from 1 to 999",
    isOptional: true,
    fits: isCount,
  },
  runningAnalyses: {
    name: "GIPFEL_RUNNING_ANALYSES",
    meaning: "analyses at a time, the same as the server's; 4 unless given",
    expected: "a whole number from 1 to 999",
    isOptional: true,
    fits: isCount,
  },
  lockSeconds: {
    name: "GIPFEL_LOCK_SECONDS",
    meaning:
      "seconds after which a worker that is not heard of has lost its job, the same in all workers; 30 unless given",
    expected: "a whole number from 2 to 600",
    isOptional: true,
    fits: (value) => /^\d{1,3}$/.test(value) && Number(value) >= 2 && Number(value) <= 600,
  },
  engine: {
    name: "GIPFEL_ENGINE",
    meaning: "what computes explanations; analyses are computed as the server says; onnxruntime unless given",
    expected: "a name that gipfel inspect --engines lists",
    isOptional: true,
    fits: isAnything,
  },
  device: {
    name: "GIPFEL_DEVICE",
    meaning: "what the engine computes on; auto unless given",
    expected: "auto, or a device that gipfel inspect --engines lists",
    isOptional: true,
    fits: isAnything,
  },
  keepDays: {
    name: "GIPFEL_KEEP_DAYS",
    meaning:
      "days after their end that analyses and explanations stay, the same as the server's; for ever unless given",
    expected: "a whole number, at least 1",
    isOptional: true,
    fits: isLarge(1),
  },
  keepSize: {
    name: "GIPFEL_KEEP_SIZE",
    meaning: "gigabytes of results above which the oldest analyses go, the same as the server's; no limit unless given",
    expected: "a whole number, at least 1",
    isOptional: true,
    fits: isLarge(1),
  },
  trashDays: {
    name: "GIPFEL_TRASH_DAYS",
    meaning: "days that files stay in the trash, the same as the server's; 7 unless given",
    expected: "a whole number, at least 0",
    isOptional: true,
    fits: isLarge(0),
  },
} as const satisfies Record<string, Variable>;

/**
 * Variables that are set to nothing count as not set, as compose files leave them.
 *
 * @throws GipfelError OPTION_INVALID that names every fault. Values are not repeated: they may hold passwords.
 */
export function readEnvironment(environment: Readonly<Record<string, string | undefined>>): WorkerEnvironment {
  const given = (name: string) => (environment[name]?.trim() ? environment[name] : undefined);
  const faults = Object.values<Variable>(variables).flatMap(({ name, meaning, expected, isOptional, fits }) => {
    const value = given(name);
    if (value === undefined) return isOptional ? [] : [`${name} is missing (${meaning}); it takes ${expected}`];
    return fits(value) ? [] : [`${name} (${meaning}) takes ${expected}`];
  });
  if (faults.length > 0) throw new GipfelError("OPTION_INVALID", faults.join("; "));
  const value = ({ name }: Variable): string | undefined => given(name);
  const count = (variable: Variable) => (value(variable) === undefined ? undefined : Number(value(variable)));
  const [keepDays, keepSize, trashDays] = [variables.keepDays, variables.keepSize, variables.trashDays].map(count);
  const retention = retentionOf({ keepDays, keepSize, trashDays });
  return {
    redisUrl: value(variables.redis),
    storeUrl: value(variables.database),
    state: value(variables.artifacts) ?? "",
    dataRoot: value(variables.dataRoot),
    concurrency: count(variables.concurrency),
    runningAnalyses: count(variables.runningAnalyses),
    lockSeconds: count(variables.lockSeconds),
    engine: value(variables.engine),
    device: value(variables.device),
    retention: Object.keys(retention).length > 0 ? retention : undefined,
  };
}
