import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from "@fastify/type-provider-typebox";
import Fastify, { type FastifyInstance } from "fastify";
import type { Analysis } from "./open-analyses.js";
import { answerProblems } from "./problem.js";
import { requireToken } from "./require-token.js";
import { analysisRoutes } from "./routes/analyses.js";
import { graphRoutes } from "./routes/graphs.js";
import { imageRoutes } from "./routes/images.js";
import { securityHeaders } from "./security-headers.js";
import { servePage } from "./serve-page.js";

export interface AppOptions {
  /** By id. */
  analyses: ReadonlyMap<string, Analysis>;
  pageRoot: string;
  token?: string;
  logger: boolean;
}

/** The routes, ready to listen or to be injected into. */
export function createApp({ analyses, pageRoot, token, logger }: AppOptions): FastifyInstance {
  const app = Fastify({ logger, forceCloseConnections: true })
    .setValidatorCompiler(TypeBoxValidatorCompiler)
    .withTypeProvider<TypeBoxTypeProvider>();
  securityHeaders(app);
  answerProblems(app);
  app.register(
    async (api) => {
      if (token) requireToken(api, token);
      api.register(analysisRoutes, { analyses });
      api.register(graphRoutes, { analyses });
      api.register(imageRoutes, { analyses });
    },
    { prefix: "/api" },
  );
  servePage(app, pageRoot);
  return app;
}
