import {
  type ErrorCode,
  errorCatalogue,
  GipfelError,
  type Problem,
  type TransportErrorCode,
  transportErrors,
} from "@gipfel/contracts";
import type { FastifyError, FastifyInstance, FastifyReply } from "fastify";

/** Answers every error as `application/problem+json`: code and message, never a stack or a path of this machine. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    if (error instanceof GipfelError) {
      if (error.status >= 500) request.log.error(error);
      return sendProblem(reply, error.code, error.message);
    }
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return sendProblem(reply, "REQUEST_INVALID", error.message);
    }
    request.log.error(error);
    return sendProblem(reply, "INTERNAL", "The service failed; its log says why");
  });
}

export function sendProblem(reply: FastifyReply, code: ErrorCode | TransportErrorCode, detail: string): FastifyReply {
  const { status, title } = { ...errorCatalogue, ...transportErrors }[code];
  const problem: Problem = { type: "about:blank", title, status, code, detail };
  return reply.code(status).type("application/problem+json").send(JSON.stringify(problem));
}
