import { Artifacts } from "./artifacts/artifacts.js";
import { type Context, createContext, inTransaction } from "./context.js";
import { connect, sqliteFile } from "./database/connect.js";
import { migrate } from "./database/migrate.js";
import { recognize, requireDatabaseOf } from "./identity.js";
import { type StoreLogger, silentLogger } from "./logger.js";
import type { IdempotentRequest } from "./repositories/idempotency.js";
import { createRepositories, type Repositories } from "./repositories/repositories.js";

export interface StoreOptions {
  /** `file:/path/store.db`, `postgres://user:password@host:port/database`, or `:memory:` for what nobody keeps. */
  readonly url: string;
  /** Folder of the artifacts; all processes of a store see the same. */
  readonly artifacts: string;
  readonly logger?: StoreLogger;
  /**
   * Whether to move what is written to a SQLite file from its log into the file, on a thread: true where nothing is said.
   * Of the stores that are open on a file at a time, one is enough.
   */
  readonly checkpoints?: boolean;
  readonly clock?: () => Date;
}

/** `conflict`: the key was used for another request before. */
export type Creation<Answer> =
  | { readonly outcome: "created"; readonly answer: Answer }
  | { readonly outcome: "repeated"; readonly answer: unknown }
  | { readonly outcome: "conflict" };

/**
 * What the service remembers. Each method is one transaction; all of them throw GipfelError STORE_UNAVAILABLE while the
 * database is away and work again when it is back. A change during which it went away may have happened all the same:
 * callers ask again, which the conditions on status, version and key make safe.
 */
export interface Store extends Repositories {
  readonly artifacts: Artifacts;
  /**
   * Runs `work` as one transaction: all of it happens, or, where it throws, nothing.
   *
   * @param work uses the repositories it is given and nothing else of the store, which would wait for its end. It waits
   *   for nothing else either, since others wait for it.
   */
  transaction<T>(work: (repositories: Repositories) => Promise<T>): Promise<T>;
  /**
   * Runs a creation once per key: the same request with the same key is answered as it was the first time. Keys are
   * forgotten after 24 hours.
   *
   * @param create as the `work` of a transaction; gives the answer to keep, anything that JSON can hold.
   */
  createOnce<Answer>(
    request: IdempotentRequest,
    create: (repositories: Repositories) => Promise<Answer>,
  ): Promise<Creation<Answer>>;
  /** @throws GipfelError STORE_UNAVAILABLE */
  ping(): Promise<void>;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

/**
 * Opens a store, and creates its tables or brings them up to date first.
 *
 * @throws GipfelError OPTION_INVALID for an address that is none, STORE_UNAVAILABLE; STATE_UNUSABLE where the artifacts
 *   are those of another database, or the database is of a newer version
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { url, artifacts, logger = silentLogger, checkpoints = true, clock = () => new Date() } = options;
  const file = sqliteFile(url);
  if (file !== undefined) await requireDatabaseOf(artifacts, file);
  const { db, dialect } = await connect({ url, checkpoints, logger });
  const context = createContext(db, dialect, clock);
  try {
    const steps = await migrate(db, dialect);
    // What nobody keeps has no folder of its own.
    if (file !== undefined || dialect === "postgres") {
      await recognize(context, artifacts, steps.includes("0006-identity"));
    }
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return createStore(context, artifacts);
}

function createStore(context: Context, artifacts: string): Store {
  const transaction = <T>(work: (repositories: Repositories) => Promise<T>) =>
    inTransaction(context, (inside) => work(createRepositories(inside)));
  return {
    ...createRepositories(context),
    artifacts: new Artifacts(context, artifacts),
    transaction,
    createOnce: (request, create) =>
      transaction(async (repositories) => {
        const reservation = await repositories.idempotency.reserve(request);
        if (reservation.outcome !== "new") return reservation;
        const answer = await create(repositories);
        await repositories.idempotency.answer(request, answer);
        return { outcome: "created", answer };
      }),
    ping: async () => {
      await context.db.selectNoFrom(({ val }) => val(1).as("one")).execute();
    },
    close: () => context.db.destroy(),
  };
}
