/** Who asks, and what they may. */
export interface Principal {
  /** Of the token; `local` where none is needed, `environment` for that of GIPFEL_TOKEN. */
  readonly id: string;
  /** `write` includes `read`. */
  readonly role: "read" | "write";
}

declare module "fastify" {
  interface FastifyRequest {
    /** Null where no valid token came with the request. */
    principal: Principal | null;
    /** When the token expired that came with the request; null where none did. */
    tokenExpiredAt: string | null;
  }
}
