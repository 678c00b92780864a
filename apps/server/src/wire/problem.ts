import type { Socket } from "node:net";
import {
  type ErrorCode,
  errorCatalogue,
  GipfelError,
  type Problem,
  type TransportErrorCode,
  transportErrors,
} from "@gipfel/contracts";
import type { FastifyError, FastifyInstance, FastifyReply } from "fastify";

const problems = { ...errorCatalogue, ...transportErrors };

/** A request that HTTP itself, and not what is asked for, makes impossible. */
export class TransportError extends Error {
  override readonly name = "TransportError";

  constructor(
    readonly code: TransportErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** Where database or queue are away: seconds after which to ask again. */
const retryAfter = "5";

/** Answers every error as `application/problem+json`: code and message, never a stack or a path of this machine. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const { code, detail } = problemOf(error);
    if (problems[code].status >= 500) request.log.error({ err: error, cause: error.cause });
    return sendProblem(reply, code, detail);
  });
}

export function sendProblem(reply: FastifyReply, code: ErrorCode | TransportErrorCode, detail: string): FastifyReply {
  const problem: Problem = { ...problemDocument(code, detail), requestId: reply.request.id };
  if (problem.status === 401 && !reply.hasHeader("www-authenticate")) {
    reply.header("www-authenticate", 'Bearer realm="gipfel"');
  }
  if (problem.status === 503) reply.header("retry-after", retryAfter);
  // What was set for a success does not hold for this.
  reply.removeHeader("etag").header("cache-control", "no-store");
  return reply.code(problem.status).type("application/problem+json").send(JSON.stringify(problem));
}

export function problemDocument(code: ErrorCode | TransportErrorCode, detail: string): Problem {
  const { status, title } = problems[code];
  return { type: "about:blank", title, status, code, detail };
}

/** Answers what is no HTTP, or too slow or large to become a request. */
export function answerClientErrors(_error: Error, socket: Socket): void {
  if (!socket.writable) return void socket.destroy();
  const body = JSON.stringify(problemDocument("REQUEST_INVALID", "The request is no HTTP that can be read"));
  const head = `HTTP/1.1 400 Bad Request\r\ncontent-type: application/problem+json\r\ncontent-length: ${body.length}`;
  socket.end(`${head}\r\nconnection: close\r\n\r\n${body}`);
}

/** What the caller is told of anything thrown. */
export function problemOf(error: unknown): { code: ErrorCode | TransportErrorCode; detail: string } {
  // Where database and queue are, and what they answered, is for the log.
  if (error instanceof GipfelError && error.status === 503) {
    return { code: error.code, detail: `${errorCatalogue[error.code].title}; ask again in ${retryAfter} seconds` };
  }
  if (error instanceof GipfelError || error instanceof TransportError) {
    return { code: error.code, detail: error.message };
  }
  const status = error instanceof Error && "statusCode" in error ? error.statusCode : undefined;
  if (error instanceof Error && typeof status === "number" && status >= 400 && status < 500) {
    return { code: codeOfStatus(status), detail: error.message };
  }
  return { code: "INTERNAL", detail: "The service failed; its log says why" };
}

/** For the errors of Fastify itself. */
function codeOfStatus(status: number): TransportErrorCode {
  switch (status) {
    case 413:
      return "REQUEST_TOO_LARGE";
    case 415:
      return "MEDIA_TYPE_UNSUPPORTED";
    case 429:
      return "TOO_MANY_REQUESTS";
    default:
      return "REQUEST_INVALID";
  }
}
