import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance } from "fastify";
import { TransportError } from "../wire/problem.js";

export interface RateLimit {
  /** Requests per minute of one token, or of one address where there is none. */
  readonly requestsPerMinute: number;
}

/** A page with a screen full of example images asks for some hundred at once. */
export const defaultRateLimit: RateLimit = { requestsPerMinute: 6000 };

/** Turns away who asks too much, with the seconds to wait in `Retry-After`. Comes after `identify`. */
export async function limitRate(app: FastifyInstance, { requestsPerMinute }: RateLimit): Promise<void> {
  await app.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: 60_000,
    enableDraftSpec: true,
    keyGenerator: (request) => request.principal?.id ?? request.ip,
    errorResponseBuilder: (_request, { max, after }) =>
      new TransportError("TOO_MANY_REQUESTS", `More than ${max} requests in a minute; ask again in ${after}`),
  });
}
