import type { AddressInfo } from "node:net";
import { GipfelError } from "@gipfel/contracts";
import { createApp } from "./create-app.js";
import { openAnalyses } from "./open-analyses.js";
import { builtPageRoot } from "./serve-page.js";

export interface ServerOptions {
  /** Analysis folders, as `gipfel analyze --out` writes them. */
  directories: string[];
  /** Address to listen on; anything beyond loopback needs a token. */
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** Secret that every API request must carry (`Authorization: Bearer …`). */
  token?: string;
  /** Folder of the built page. */
  pageRoot?: string;
  logger?: boolean;
}

export interface StartedServer {
  /** Where a browser finds the page; carries the token, if there is one, in its fragment. */
  url: string;
  close(): Promise<void>;
}

/**
 * Shows analysis folders: the API under `/api` and the page everywhere else.
 *
 * @throws GipfelError GRAPH_NOT_FOUND or GRAPH_INVALID for a folder that is no analysis, OPTION_INVALID for a port in
 *   use, an address that cannot be had, or a host beyond loopback without a token. All before anything listens.
 */
export async function startServer(options: ServerOptions): Promise<StartedServer> {
  const { host, port, token, pageRoot = builtPageRoot, logger = false } = options;
  if (!isLoopback(host) && !token) {
    throw new GipfelError(
      "OPTION_INVALID",
      `Listening on ${host}, beyond this machine, needs a token; give one, or listen on 127.0.0.1`,
    );
  }
  const analyses = await openAnalyses(options.directories);
  const app = createApp({ analyses, pageRoot, token, logger });
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw listenError(error, host, port);
  }
  const address = app.server.address() as AddressInfo;
  const name = host.includes(":") ? `[${host}]` : host;
  const fragment = token ? `#token=${encodeURIComponent(token)}` : "";
  return { url: `http://${name}:${address.port}/${fragment}`, close: () => app.close() };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
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
