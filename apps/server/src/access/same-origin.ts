import type { FastifyInstance } from "fastify";
import { TransportError } from "../wire/problem.js";
import { isLoopback } from "./loopback.js";

/**
 * Where no token is needed, any page in a browser on this machine could ask too: one of another site, or one whose name
 * was rebound to this address. So the service is asked by a name of this machine, and changes come from its own page or
 * from no page at all.
 */
export function requireSameOrigin(app: FastifyInstance): void {
  app.addHook("onRequest", async (request) => {
    const { host, origin } = request.headers;
    const name = host === undefined ? null : hostNameOf(`http://${host}`);
    if (name === null || !isLoopback(name)) {
      throw new TransportError("FORBIDDEN", "Without a token this service answers to 127.0.0.1 and localhost only");
    }
    const isChange = request.method !== "GET" && request.method !== "HEAD";
    if (isChange && origin !== undefined && origin !== `http://${host}`) {
      throw new TransportError("FORBIDDEN", "Pages of other sites may change nothing here");
    }
  });
}

/** Without the brackets of IPv6; null for what is no address. */
function hostNameOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, "") : null;
}
