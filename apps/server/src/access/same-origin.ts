import type { IncomingHttpHeaders } from "node:http";
import type { FastifyInstance } from "fastify";
import { TransportError } from "../wire/problem.js";
import { hostNameOf } from "./hosts.js";
import { isLoopback } from "./loopback.js";

/**
 * Where no token is needed, any page in a browser on this machine could ask too: one of another site, or one whose name
 * was rebound to this address. So the service is asked by a name of this machine, and by its own page or by no
 * page at all. It comes before the limit of requests, which other pages could spend.
 */
export function requireSameOrigin(app: FastifyInstance): void {
  app.addHook("onRequest", async (request) => {
    const { host, origin } = request.headers;
    const name = host === undefined ? null : hostNameOf(`http://${host}`);
    if (name === null || !isLoopback(name)) {
      throw new TransportError("FORBIDDEN", "Without a token this service answers to 127.0.0.1 and localhost only");
    }
    if (comesFromAnotherSite(request.headers)) {
      throw new TransportError("FORBIDDEN", "pages of other sites may ask nothing here");
    }
    const isChange = request.method !== "GET" && request.method !== "HEAD";
    if (isChange && origin !== undefined && origin !== `http://${host}`) {
      throw new TransportError("FORBIDDEN", "Pages of other sites may change nothing here");
    }
  });
}

/** As browsers tell it; a link from elsewhere may open the page itself. */
function comesFromAnotherSite(headers: IncomingHttpHeaders): boolean {
  const { "sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": destination } = headers;
  if (site !== "cross-site" && site !== "same-site") return false;
  return mode !== "navigate" || destination !== "document";
}
