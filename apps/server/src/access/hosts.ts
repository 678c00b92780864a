import type { FastifyInstance } from "fastify";
import { TransportError } from "../wire/problem.js";
import { isLoopback } from "./loopback.js";

/**
 * Answers only under the names that it is known by, so that a page whose name was rebound to this address reaches nothing.
 * Names of this machine always count: health checks use them.
 *
 * @param hosts names without ports; any name is answered where there are none
 */
export function requireHost(app: FastifyInstance, hosts: readonly string[]): void {
  if (hosts.length === 0) return;
  const known = new Set(hosts.map((host) => host.toLowerCase()));
  app.addHook("onRequest", async ({ host }) => {
    const name = hostNameOf(`http://${host}`);
    if (name !== null && (known.has(name) || isLoopback(name))) return;
    throw new TransportError("FORBIDDEN", "this service does not answer under that host name");
  });
}

/** Without port and the brackets of IPv6; null for what is no address. */
export function hostNameOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, "") : null;
}
