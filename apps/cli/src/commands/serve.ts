import { GipfelError } from "@gipfel/contracts";
import {
  defaultRateLimit,
  namesIn,
  readServerEnvironment,
  retentionOf,
  type ServerOptions,
  type StartedServer,
  startServer,
} from "@gipfel/server";
import type { Command } from "commander";
import { callerPath } from "../environment.js";
import { ownWords } from "../own-words.js";
import { pageAddress } from "./page-address.js";

export const defaultPort = 7654;

const logLevels = ["debug", "info", "warn", "error", "silent"];

interface ServeArguments {
  readonly host: string;
  readonly port: string;
  readonly dataRoot?: string;
  readonly model?: string;
  readonly data?: string;
  readonly state?: string;
  readonly jobs?: string;
  readonly engine?: string;
  readonly device?: string;
  readonly rateLimit: string;
  readonly logLevel: string;
  readonly hostName?: string;
  readonly trustProxy?: string;
  readonly maxConnections?: string;
  readonly keepDays?: string;
  readonly keepSize?: string;
  readonly trashDays?: string;
}

export function addServe(program: Command): void {
  program
    .command("serve")
    .description("the page and the service: API under /api, described at /docs")
    .argument("[dirs...]", "folders that gipfel analyze wrote, shown beside the analyses of the service")
    .option("--host <host>", "address to listen on; beyond loopback a token is needed: gipfel token", "127.0.0.1")
    .option("--port <port>", "port, 0 for any free one", String(defaultPort))
    .option("--model <file>", "model of these folders, where it is no longer where it was when they were analyzed")
    .option("--data <path>", "images of these folders, likewise")
    .option("--data-root <dir>", "folder that data sets may be registered from")
    .option("--state <dir>", "folder of all that the service keeps; gipfel in your data home unless given")
    .option("--jobs <n>", "jobs at a time; 1 unless given, none with REDIS_URL and DATABASE_URL: those are for workers")
    .option("--engine <name>", "what computes analyses and explanations: onnxruntime (if not given) or tfjs")
    .option("--device <device>", "auto, or one that gipfel inspect --engines lists")
    .option(
      "--rate-limit <n>",
      "requests per minute of one token or address",
      String(defaultRateLimit.requestsPerMinute),
    )
    .option("--host-name <names>", "names that it is asked by, separated by commas; any with a token unless given")
    .option("--trust-proxy <addresses>", "proxies that tell whom they ask for: addresses or networks, by commas")
    .option("--max-connections <n>", "connections open at a time; 800 unless given")
    .option("--keep-days <n>", "days after their end that analyses and explanations stay; for ever unless given")
    .option("--keep-size <gb>", "gigabytes of results above which the oldest analyses go; no limit unless given")
    .option("--trash-days <n>", "days that files stay in the trash that no record refers to; 7 unless given")
    .option("--log-level <level>", `${logLevels.join(", ")}; JSON lines on stderr`, "warn")
    .action(async (directories: string[], given: ServeArguments) => run(optionsOf(directories, given)));
}

function optionsOf(directories: string[], given: ServeArguments): ServerOptions {
  const { dataRoot, jobs, engine, device, logLevel, model, data, hostName, trustProxy, maxConnections, ...rest } =
    given;
  if (directories.length === 0 && (model ?? data) !== undefined) {
    throw new GipfelError("OPTION_INVALID", `--${model === undefined ? "data" : "model"} requires a folder to serve`);
  }
  if (!logLevels.includes(logLevel)) {
    throw new GipfelError("OPTION_INVALID", `--log-level ${logLevel}: expected one of ${logLevels.join(", ")}`);
  }
  const state = rest.state === undefined ? {} : { state: callerPath(rest.state) };
  const environment = readServerEnvironment(process.env, state);
  return {
    ...environment,
    ...(dataRoot !== undefined && { dataRoot: callerPath(dataRoot) }),
    ...(jobs !== undefined && { concurrency: count("--jobs", jobs, 0) }),
    ...(engine !== undefined && { engine }),
    ...(device !== undefined && { device }),
    ...(hostName !== undefined && { hosts: namesIn(hostName) }),
    ...(trustProxy !== undefined && { trustedProxies: namesIn(trustProxy) }),
    ...(maxConnections !== undefined && { connections: count("--max-connections", maxConnections, 10) }),
    retention: {
      ...environment.retention,
      ...retentionOf({
        keepDays: optionalCount("--keep-days", rest.keepDays, 1),
        keepSize: optionalCount("--keep-size", rest.keepSize, 1),
        trashDays: optionalCount("--trash-days", rest.trashDays, 0),
      }),
    },
    directories: directories.map(callerPath),
    sources: {
      ...(model !== undefined && { model: callerPath(model) }),
      ...(data !== undefined && { data: callerPath(data) }),
    },
    host: given.host,
    port: Number(given.port),
    requestsPerMinute: count("--rate-limit", given.rateLimit, 1),
    logger: { level: logLevel, stream: process.stderr },
  };
}

const optionalCount = (option: string, text: string | undefined, least: number): number | undefined =>
  text === undefined ? undefined : count(option, text, least);

function count(option: string, text: string, least: number): number {
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  throw new GipfelError("OPTION_INVALID", `${option} ${text}: expected a whole number, at least ${least}`);
}

/** Shows analysis folders until Ctrl-C. */
export function serve(
  options: Pick<ServerOptions, "directories" | "sources" | "state" | "host" | "port">,
): Promise<void> {
  const { token } = readServerEnvironment(process.env);
  return run({ ...options, ...(token !== undefined && { token }) });
}

/** What a folder is without, in one line, and how to give it that. */
export function whyReadOnly({ id, path, readOnly }: StartedServer["folders"][number]): string {
  const remedy = `gipfel serve ${path} --model FILE --data PATH`;
  return `${id} is read-only, without heat maps and own images: ${readOnly}; point to model and images: ${remedy}`;
}

async function run(options: ServerOptions): Promise<void> {
  const server = await startServer(options);
  const ofFolders = options.directories.length > 0;
  const page = pageAddress(server.url, { onTerminal: process.stdout.isTTY === true, ofFolders });
  for (const folder of server.folders) {
    if (folder.readOnly !== null) process.stderr.write(`${ownWords(whyReadOnly(folder))}\n`);
  }
  process.stdout.write(`Open ${page}  (Ctrl-C ends)\n`);
  if (options.state !== undefined) process.stdout.write(`State in ${options.state}\n`);
  await new Promise<void>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  await server.close();
}
