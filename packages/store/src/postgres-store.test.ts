import { describe, it } from "vitest";

const server = process.env.GIPFEL_TEST_POSTGRES;

if (server === undefined) {
  describe("the store on PostgreSQL", () => {
    it.skip("needs a server: GIPFEL_TEST_POSTGRES is not set to the address of one", () => undefined);
  });
} else {
  const { describePostgresStore } = await import("./conformance/postgres-conformance.js");
  describePostgresStore(server);
}
