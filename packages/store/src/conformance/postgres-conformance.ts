import { describe, expect, it } from "vitest";
import { openStore } from "../index.js";
import { addModel, addRunning, type StorePlace } from "./place.js";
import { administer, makePostgresPlace } from "./postgres-place.js";
import { describeStore } from "./store-conformance.js";
import { openTcpGate } from "./tcp-gate.js";

/** @param server address of a database on a real server, for a role that may create databases. */
export function describePostgresStore(server: string): void {
  describeStore("the store on PostgreSQL", () => makePostgresPlace(server));

  describe("a store on PostgreSQL", () => {
    /** A place, and the way to its server. */
    const withGate = async () => {
      const place = await makePostgresPlace(server);
      const { hostname, port } = new URL(place.url);
      const gate = await openTcpGate({ host: hostname, port: Number(port || 5432) });
      const address = new URL(place.url);
      address.hostname = "127.0.0.1";
      address.port = String(gate.port);
      return { place, gate, url: address.href };
    };

    it("says that the server is away, and works again when it is back", async () => {
      const { place, gate, url } = await withGate();
      const losses: string[] = [];
      const logger = { warn: (_: unknown, message: string) => losses.push(message) };
      const store = await openStore({ url, artifacts: place.artifacts, logger });
      const model = await addModel(store);
      for (let outage = 0; outage < 3; outage++) {
        const held = Promise.all([1, 2, 3].map(() => store.models.list()));
        await held;
        await gate.shut();
        for (let attempt = 0; attempt < 3; attempt++) {
          await expect(store.ping()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE", status: 503 });
        }
        await expect(addModel(store)).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
        await expect(openStore({ url, artifacts: place.artifacts })).rejects.toMatchObject({
          code: "STORE_UNAVAILABLE",
        });
        await gate.open();
        await store.ping();
        expect(await store.models.find(model.id)).toEqual(model);
      }
      expect(losses.length).toBeGreaterThan(0);
      await store.close();
      await gate.shut();
      await place.remove();
    });

    it("loses the server in the middle of a transaction, and nothing of it has happened", async () => {
      const { place, gate, url } = await withGate();
      const store = await openStore({ url, artifacts: place.artifacts });
      const { id } = await addRunning(store);
      const broken = store.transaction(async ({ analyses }) => {
        await analyses.cancel(id);
        await gate.shut();
        await gate.open();
        await analyses.rename(id, "lost");
      });
      await expect(broken).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
      expect(await store.analyses.find(id)).toMatchObject({ status: "running", name: "analysis" });
      await store.close();
      await gate.shut();
      await place.remove();
    });

    it("outlives that an operator ends its connections, idle and in use", async () => {
      const place = await makePostgresPlace(server);
      const store = await place.open();
      const endAll = () => administer(server, endConnections(place));
      await addModel(store);
      await endAll();
      await expect(eventually(() => store.ping())).resolves.toBeUndefined();
      const broken = store.transaction(async ({ models }) => {
        await models.list();
        await endAll();
        await models.list();
      });
      await expect(broken).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
      await eventually(() => store.ping());
      await place.remove();
    });

    it("says that there is no such database, without its password", async () => {
      const address = new URL(server);
      address.pathname = "gipfel_no_such_database";
      address.password = "secret";
      const error = await openStore({ url: address.href, artifacts: "unused" }).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "STORE_UNAVAILABLE" });
      expect(String(error)).not.toContain("secret");
    });
  });
}

function endConnections({ url }: StorePlace): string {
  const name = new URL(url).pathname.slice(1);
  return `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`;
}

/** A call that may fail once, where it meets a connection that was ended a moment ago. */
async function eventually<T>(call: () => Promise<T>): Promise<T> {
  return call().catch(() => call());
}
