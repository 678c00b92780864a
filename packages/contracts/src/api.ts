/** How the service says that something went wrong: RFC 9457, `application/problem+json`. */
import { type Static, Type } from "typebox";
import { type ErrorCode, errorCatalogue } from "./errors.js";

/** Errors of the transport itself, beside those of the catalogue. */
export const transportErrors = {
  REQUEST_INVALID: { status: 400, title: "The request is not valid" },
  UNAUTHORIZED: { status: 401, title: "A token is needed" },
  FORBIDDEN: { status: 403, title: "The caller may not do this" },
  ROUTE_NOT_FOUND: { status: 404, title: "Nothing is served here" },
  REQUEST_TIMEOUT: { status: 408, title: "The request took too long to come" },
  REQUEST_TOO_LARGE: { status: 413, title: "The request is too large" },
  MEDIA_TYPE_UNSUPPORTED: { status: 415, title: "The body is of another media type" },
  TOO_MANY_REQUESTS: { status: 429, title: "Too many requests" },
  INTERNAL: { status: 500, title: "The service failed" },
} as const;

export type TransportErrorCode = keyof typeof transportErrors;

const problemCodes = [...Object.keys(errorCatalogue), ...Object.keys(transportErrors)] as (
  | ErrorCode
  | TransportErrorCode
)[];

/** Every reply that is no success. `detail` says in one line what is wrong and what would be right. */
export const Problem = Type.Object({
  type: Type.Literal("about:blank"),
  title: Type.String(),
  status: Type.Integer({ minimum: 400, maximum: 599 }),
  code: Type.Enum(problemCodes),
  detail: Type.String(),
  /** Under which the log has the request; absent where what came was no request. */
  requestId: Type.Optional(Type.String()),
});

export type Problem = Static<typeof Problem>;
