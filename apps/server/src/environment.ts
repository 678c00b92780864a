/** What the service reads from its environment, in one place. */
import { homedir } from "node:os";
import { join } from "node:path";
import { GipfelError } from "@gipfel/contracts";
import { type Retention, retentionOf } from "@gipfel/service";

export interface ServerEnvironment {
  /** Bearer token with the role write, beside those of the store. */
  readonly token?: string;
  /** Both or none: the cluster shape. */
  readonly cluster?: { readonly redisUrl: string; readonly databaseUrl: string };
  /** Folder that data sets may be registered from. */
  readonly dataRoot?: string;
  /** Analyses at a time, the same in all processes of a cluster. */
  readonly runningAnalyses?: number;
  /** Seconds after which a worker of a cluster that is not heard of has lost its job, the same in all processes. */
  readonly lockSeconds?: number;
  /** What computes analyses and explanations, and on which device; the service knows which there are. */
  readonly engine?: string;
  readonly device?: string;
  /** Names that it is asked by, without ports. */
  readonly hosts?: readonly string[];
  /** Addresses or networks of proxies that tell whom they ask for. */
  readonly trustedProxies?: readonly string[];
  /** Connections that are open at a time. */
  readonly connections?: number;
  /** What goes by itself, the same in all processes of a cluster. */
  readonly retention?: Retention;
  /** Folder of all that the service keeps; in a cluster, one that all its machines share. */
  readonly state: string;
}

/** What `serve` takes as options of the same names. */
const counts = {
  connections: { name: "GIPFEL_MAX_CONNECTIONS", least: 10 },
  keepDays: { name: "GIPFEL_KEEP_DAYS", least: 1 },
  keepSize: { name: "GIPFEL_KEEP_SIZE", least: 1 },
  trashDays: { name: "GIPFEL_TRASH_DAYS", least: 0 },
} as const;

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * @param options what the command line says itself, and so need not be in the environment
 * @throws GipfelError OPTION_INVALID that names every fault at once
 */
export function readServerEnvironment(variables: Variables, options: { state?: string } = {}): ServerEnvironment {
  const faults: string[] = [];
  const given = (name: string) => (variables[name]?.trim() ? variables[name] : undefined);
  const url = (name: string, protocols: readonly string[]) => {
    const text = given(name);
    if (text === undefined) return undefined;
    // The value itself may hold a password.
    if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text;
    faults.push(`${name} is no address; expected one that begins with ${protocols.map((p) => `${p}//`).join(" or ")}`);
    return undefined;
  };

  const token = given("GIPFEL_TOKEN");
  if (token !== undefined && token.length < 8) {
    faults.push("GIPFEL_TOKEN has less than 8 characters; make one that cannot be guessed: openssl rand -hex 32");
  }
  const redisUrl = url("REDIS_URL", ["redis:", "rediss:"]);
  const databaseUrl = url("DATABASE_URL", ["postgres:", "postgresql:"]);
  if ((given("REDIS_URL") === undefined) !== (given("DATABASE_URL") === undefined)) {
    const missing = given("REDIS_URL") === undefined ? "REDIS_URL" : "DATABASE_URL";
    faults.push(`${missing} is missing; a cluster needs both REDIS_URL and DATABASE_URL, a single process neither`);
  }
  const state = options.state ?? given("GIPFEL_STATE");
  if (given("REDIS_URL") !== undefined && state === undefined) {
    faults.push("GIPFEL_STATE is missing; a cluster needs a folder that all its machines share");
  }
  const running = given("GIPFEL_RUNNING_ANALYSES");
  if (running !== undefined && !/^[1-9]\d{0,2}$/.test(running)) {
    faults.push("GIPFEL_RUNNING_ANALYSES takes a whole number from 1 to 999");
  }
  const lock = given("GIPFEL_LOCK_SECONDS");
  if (lock !== undefined && !(/^\d{1,3}$/.test(lock) && Number(lock) >= 2 && Number(lock) <= 600)) {
    faults.push("GIPFEL_LOCK_SECONDS takes a whole number from 2 to 600");
  }
  const count = ({ name, least }: (typeof counts)[keyof typeof counts]) => {
    const text = given(name);
    if (text === undefined) return undefined;
    if (!/^\d{1,9}$/.test(text) || Number(text) < least) faults.push(`${name} takes a whole number, at least ${least}`);
    return Number(text);
  };
  const names = (name: string) => {
    const listed = namesIn(given(name) ?? "");
    return listed.length > 0 ? listed : undefined;
  };
  const connections = count(counts.connections);
  const [keepDays, keepSize, trashDays] = [count(counts.keepDays), count(counts.keepSize), count(counts.trashDays)];
  if (faults.length > 0) throw new GipfelError("OPTION_INVALID", `The environment is not valid: ${faults.join("; ")}`);

  const dataRoot = given("GIPFEL_DATA_ROOT");
  const retention = retentionOf({ keepDays, keepSize, trashDays });
  const [hosts, trustedProxies] = [names("GIPFEL_HOST_NAME"), names("GIPFEL_TRUST_PROXY")];
  const [engine, device] = [given("GIPFEL_ENGINE"), given("GIPFEL_DEVICE")];
  return {
    ...(token !== undefined && { token }),
    ...(redisUrl !== undefined && databaseUrl !== undefined && { cluster: { redisUrl, databaseUrl } }),
    ...(dataRoot !== undefined && { dataRoot }),
    ...(running !== undefined && { runningAnalyses: Number(running) }),
    ...(lock !== undefined && { lockSeconds: Number(lock) }),
    ...(engine !== undefined && { engine }),
    ...(device !== undefined && { device }),
    ...(hosts !== undefined && { hosts }),
    ...(trustedProxies !== undefined && { trustedProxies }),
    ...(connections !== undefined && { connections }),
    ...(Object.keys(retention).length > 0 && { retention }),
    state: state ?? join(given("XDG_DATA_HOME") ?? join(homedir(), ".local", "share"), "gipfel"),
  };
}

/** Names in a list, by commas. */
export function namesIn(text: string): string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}
