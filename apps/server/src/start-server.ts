import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, BlockList, isIP } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GipfelError } from "@gipfel/contracts";
import { type FolderToOpen, type OpenedFolder, openService, type Service, type ServiceOptions } from "@gipfel/service";
import type { FastifyInstance } from "fastify";
import { isLoopback } from "./access/loopback.js";
import { defaultRateLimit } from "./access/rate-limit.js";
import { defaultConnectionLimits } from "./connections.js";
import { addRoutes, createApp, type Logger, type Logging } from "./create-app.js";
import { openFolders } from "./folders/open-folders.js";
import { createHandlers } from "./handlers/index.js";
import { openTokens } from "./open-tokens.js";
import { builtPageRoot } from "./serve-page.js";
import { version } from "./version.js";
import { openApiDocument } from "./wire/open-api.js";

export interface ServerOptions {
  /** Analysis folders to show, as `gipfel analyze --out` writes them. */
  readonly directories: readonly string[];
  /** Where model and images of these folders are, absolute; where they were when they were analyzed unless given. */
  readonly sources?: { readonly model?: string; readonly data?: string };
  /** Address to listen on; anything beyond loopback needs a token. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Folder of all that the service keeps; a temporary one, removed at the end, unless given. */
  readonly state?: string;
  /** Folder that data sets may be registered from. */
  readonly dataRoot?: string;
  /** PostgreSQL and Redis in place of a file and a queue in this process. */
  readonly cluster?: { readonly redisUrl: string; readonly databaseUrl: string };
  /** Secret that every API request must carry (`Authorization: Bearer …`), beside the tokens of the store. */
  readonly token?: string;
  /** Jobs that run at a time; 1 unless given, and none in a cluster, whose workers do them. */
  readonly concurrency?: number;
  /** Analyses at a time; others wait. */
  readonly runningAnalyses?: number;
  /** Seconds after which a worker of a cluster that is not heard of has lost its job. */
  readonly lockSeconds?: number;
  /** What computes analyses and explanations, and on which device. */
  readonly engine?: string;
  readonly device?: string;
  readonly requestsPerMinute?: number;
  /** Names that it is asked by, without ports; any with a token, unless there are some. */
  readonly hosts?: readonly string[];
  /** Addresses or networks of proxies that tell whom they ask for. */
  readonly trustedProxies?: readonly string[];
  /** Connections that are open at a time. */
  readonly connections?: number;
  /** What uploads and jobs may take, where it is not what the service takes for granted. */
  readonly limits?: ServiceOptions["limits"];
  /** What goes by itself. */
  readonly retention?: ServiceOptions["retention"];
  /** The program that does the jobs; the built one unless given. */
  readonly jobProcess?: ServiceOptions["jobProcess"];
  /** Folder of the built page. */
  readonly pageRoot?: string;
  readonly logger?: Logging;
}

export interface StartedServer {
  /** Where a browser finds the page; carries the token, if one was given, in its fragment. */
  readonly url: string;
  /** What became of the analysis folders. */
  readonly folders: readonly OpenedFolder[];
  close(): Promise<void>;
}

/**
 * Starts the service: the API under `/api`, its description at `/docs`, and the page everywhere else.
 *
 * @throws GipfelError GRAPH_NOT_FOUND or GRAPH_INVALID for a folder that is no analysis; OPTION_INVALID for a port in use,
 *   an address that cannot be had, or a host beyond loopback without a token; STORE_UNAVAILABLE, QUEUE_UNAVAILABLE,
 *   ENGINE_UNAVAILABLE.
 */
export async function startServer(options: ServerOptions): Promise<StartedServer> {
  const { host, port, token, logger = false } = options;
  const folders = (await openFolders(options.directories)).map((folder) => ({ ...folder, ...options.sources }));
  const state = options.state ?? (await mkdtemp(join(tmpdir(), "gipfel-state-")));
  const app = createTrusting(logger, options.trustedProxies);
  let opened: readonly OpenedFolder[];
  try {
    const tokenNeeded = !isLoopback(host) || token !== undefined;
    if (tokenNeeded && token === undefined) await requireAnyToken({ ...options, state });
    const service = await openServiceOf({ ...options, state }, folders, app.log);
    opened = service.folders;
    app.addHook("onClose", () => service.close());
    if (options.state === undefined) app.addHook("onClose", () => rm(state, { recursive: true, force: true }));
    await addServiceRoutes(app, service, tokenNeeded, options);
    await listen(app, host, port);
  } catch (error) {
    await app.close();
    if (options.state === undefined) await rm(state, { recursive: true, force: true });
    throw error;
  }
  const address = app.server.address() as AddressInfo;
  const name = host.includes(":") ? `[${host}]` : host;
  const fragment = token ? `#token=${encodeURIComponent(token)}` : "";
  return { url: `http://${name}:${address.port}/${fragment}`, folders: opened, close: () => app.close() };
}

/** @throws GipfelError OPTION_INVALID for what is no address */
function createTrusting(logger: Logging, trustedProxies: readonly string[] = []): FastifyInstance {
  try {
    return createApp(logger, trustedProxies);
  } catch (cause) {
    const given = trustedProxies.join(", ");
    const message = `invalid trusted proxies: expected addresses such as 10.0.0.1 or 10.0.0.0/8, got ${given}`;
    throw new GipfelError("OPTION_INVALID", message, { cause });
  }
}

type StateOptions = ServerOptions & { readonly state: string };

async function requireAnyToken({ host, state, cluster }: StateOptions): Promise<void> {
  const tokens = await openTokens(state, cluster?.databaseUrl);
  if (await tokens.repository.hasValid().finally(() => tokens.close())) return;
  throw new GipfelError(
    "OPTION_INVALID",
    `Listening on ${host}, beyond this machine, needs a token; make one: gipfel token add --role write NAME, set ` +
      "GIPFEL_TOKEN, or listen on 127.0.0.1",
  );
}

function openServiceOf(
  { state, dataRoot, cluster, jobProcess, limits, runningAnalyses, lockSeconds, retention, ...options }: StateOptions,
  folders: readonly FolderToOpen[],
  logger: Logger,
): Promise<Service> {
  return openService({
    ...{ state, folders, logger, concurrency: options.concurrency ?? (cluster ? 0 : 1) },
    ...(dataRoot !== undefined && { dataRoot }),
    ...(jobProcess !== undefined && { jobProcess }),
    ...(limits !== undefined && { limits }),
    ...(retention !== undefined && { retention }),
    ...(runningAnalyses !== undefined && { runningAnalyses }),
    ...(lockSeconds !== undefined && { lockSeconds }),
    ...(options.engine !== undefined && { engine: options.engine }),
    ...(options.device !== undefined && { device: options.device }),
    ...(cluster && { storeUrl: cluster.databaseUrl, redisUrl: cluster.redisUrl }),
  });
}

async function addServiceRoutes(
  app: FastifyInstance,
  service: Service,
  tokenNeeded: boolean,
  { token, requestsPerMinute, hosts, trustedProxies = [], connections, pageRoot = builtPageRoot }: ServerOptions,
): Promise<void> {
  const openApi = openApiDocument(version);
  await addRoutes(app, {
    handlers: createHandlers(service, openApi),
    access: {
      tokenNeeded,
      ...(token !== undefined && { environmentToken: token }),
      verify: async (secret) => {
        const token = await service.store.tokens.verify(secret);
        if (!token) return undefined;
        const { id, role, isExpired, expiresAt } = token;
        return { id, role, ...(isExpired && expiresAt !== null && { expiredAt: expiresAt }) };
      },
    },
    rateLimit: requestsPerMinute === undefined ? defaultRateLimit : { requestsPerMinute },
    ...(hosts !== undefined && { hosts }),
    connections: {
      ...defaultConnectionLimits,
      ...(connections !== undefined && { connections, connectionsPerAddress: Math.ceil(connections / 4) }),
      isTrusted: addressesIn(trustedProxies),
    },
    countJobs: () => service.queue.counts(),
    openApi,
    board: service.bullMq,
    pageRoot,
  });
}

/** @param networks addresses, or networks as `10.0.0.0/8`; names such as `loopback` are left to Fastify */
function addressesIn(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits] = network.split("/");
    const version = isIP(address);
    if (version === 0) continue;
    const family = version === 6 ? "ipv6" : "ipv4";
    list.addSubnet(address, bits === undefined ? (version === 6 ? 128 : 32) : Number(bits), family);
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw listenError(error, host, port);
  }
}

function listenError(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is in use; choose another, or 0 for any free one`,
    EACCES: `Port ${port} may not be opened by this user; choose one above 1023`,
    EADDRNOTAVAIL: `This machine has no address ${host}; use 127.0.0.1, or an address of this machine`,
    ENOTFOUND: `The host name ${host} is not known; use 127.0.0.1, or an address of this machine`,
    ERR_SOCKET_BAD_PORT: `Port ${port} is not valid; choose one between 0 and 65535`,
  };
  const reason = typeof code === "string" ? reasons[code] : undefined;
  return reason ? new GipfelError("OPTION_INVALID", reason, { cause: error }) : error;
}
