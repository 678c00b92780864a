import type { FastifyInstance } from "fastify";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { authorise } from "./access/authorise.js";

/** Jobs by state; the states themselves are those of the queue. */
export type JobCounts = Readonly<Record<string, number>>;

/**
 * `GET /metrics` for Prometheus: requests by route and status with their durations, jobs by state, and what Node tells of
 * itself, such as the lag of its event loop.
 *
 * @param countJobs asked at each scrape; where it fails, jobs are left out
 */
export function exposeMetrics(app: FastifyInstance, countJobs: () => Promise<JobCounts>): void {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const requests = new Counter({
    name: "gipfel_http_requests_total",
    help: "Requests answered",
    labelNames: ["method", "route", "status"],
    registers: [register],
  });
  const durations = new Histogram({
    name: "gipfel_http_request_duration_seconds",
    help: "Time from request to complete answer",
    labelNames: ["method", "route"],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [register],
  });
  new Gauge({
    name: "gipfel_jobs",
    help: "Jobs of the queue",
    labelNames: ["state"],
    registers: [register],
    async collect() {
      this.reset();
      const counts = await countJobs().catch(() => ({}));
      for (const [state, count] of Object.entries(counts)) this.set({ state }, count);
    },
  });

  app.addHook("onResponse", async (request, reply) => {
    // The pattern of the route: addresses themselves would make a series each.
    const route = request.routeOptions.url ?? "none";
    requests.inc({ method: request.method, route, status: reply.statusCode });
    durations.observe({ method: request.method, route }, reply.elapsedTime / 1000);
  });
  app.get("/metrics", { preParsing: async (request) => void authorise(request, "read") }, async (_request, reply) =>
    reply
      .type(register.contentType)
      .header("cache-control", "no-store")
      .send(await register.metrics()),
  );
}
