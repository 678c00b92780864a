import type { BullMqQueue } from "@gipfel/queue";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyServerOptions } from "fastify";
import { requireHost } from "./access/hosts.js";
import { type Access, identify } from "./access/identify.js";
import { limitRate, type RateLimit } from "./access/rate-limit.js";
import { requireSameOrigin } from "./access/same-origin.js";
import { serveBullBoard } from "./bull-board.js";
import { type ConnectionLimits, defaultConnectionLimits, limitConnections } from "./connections.js";
import { serveDocs } from "./docs.js";
import { exposeMetrics, type JobCounts } from "./metrics.js";
import { requestId, tellRequestIds } from "./request-ids.js";
import { setSecurityHeaders } from "./security-headers.js";
import { servePage } from "./serve-page.js";
import type { Handlers } from "./wire/handler.js";
import type { OpenApiDocument } from "./wire/open-api.js";
import { answerClientErrors, answerProblems, problemOf, sendProblem } from "./wire/problem.js";
import { registerEndpoints } from "./wire/register-endpoints.js";

export type Logging = NonNullable<FastifyServerOptions["logger"]>;
export type Logger = FastifyBaseLogger;

export interface RouteOptions {
  readonly handlers: Handlers;
  readonly access: Access;
  readonly rateLimit: RateLimit;
  /** Names that it is asked by, without ports; any unless there are some. */
  readonly hosts?: readonly string[];
  readonly connections?: ConnectionLimits;
  readonly countJobs: () => Promise<JobCounts>;
  readonly openApi: OpenApiDocument;
  /** Shown to operators; null where jobs are not queued by BullMQ. */
  readonly board: BullMqQueue | null;
  /** Folder of the built page. */
  readonly pageRoot: string;
}

/**
 * An application without routes, whose logger others may use too.
 *
 * @param trustedProxies addresses or networks, as `10.0.0.0/8`, of proxies that tell whom they ask for
 */
export function createApp(logger: Logging, trustedProxies: readonly string[] = []): FastifyInstance {
  return Fastify({
    logger,
    // The address of a caller is what these say it is, and nobody else.
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    // Of requests and connections that send nothing, or too slowly.
    http: { headersTimeout: 15_000, connectionsCheckingInterval: 5000 },
    genReqId: requestId,
    forceCloseConnections: true,
    // Ids of nodes are long, and longer still in an address.
    routerOptions: { maxParamLength: 4000 },
    frameworkErrors: (error, _request, reply) => {
      const { code, detail } = problemOf(error);
      sendProblem(reply, code, detail);
    },
    clientErrorHandler: answerClientErrors,
  });
}

/** Everything the service answers: the API, its description, metrics, and the page. */
export async function addRoutes(app: FastifyInstance, options: RouteOptions): Promise<void> {
  const { access, openApi, pageRoot } = options;
  answerProblems(app);
  tellRequestIds(app);
  await setSecurityHeaders(app);
  limitConnections(app, options.connections ?? defaultConnectionLimits);
  requireHost(app, options.hosts ?? []);
  if (!access.tokenNeeded) requireSameOrigin(app);
  identify(app, access);
  await limitRate(app, options.rateLimit);
  exposeMetrics(app, options.countJobs);
  registerEndpoints(app, options.handlers);
  await serveDocs(app, openApi);
  if (options.board) await serveBullBoard(app, options.board);
  servePage(app, pageRoot);
}
