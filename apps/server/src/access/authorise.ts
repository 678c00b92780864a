import type { Role } from "@gipfel/contracts";
import type { FastifyRequest } from "fastify";
import { TransportError } from "../wire/problem.js";

/** @throws TransportError UNAUTHORIZED without a valid token, FORBIDDEN where it may only read */
export function authorise(request: FastifyRequest, role: Role): void {
  if (role === "anyone") return;
  const { principal, tokenExpiredAt } = request;
  if (tokenExpiredAt !== null) {
    throw new TransportError("UNAUTHORIZED", `the token expired on ${tokenExpiredAt.slice(0, 10)}; ask for another`);
  }
  if (principal === null) {
    throw new TransportError(
      "UNAUTHORIZED",
      "Send Authorization: Bearer with a token of this service, or open the address that it printed when it started",
    );
  }
  if (role === "write" && principal.role !== "write") {
    throw new TransportError("FORBIDDEN", "The token may only read; this needs one with the role write");
  }
}
