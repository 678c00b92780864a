import { type Static, Type } from "typebox";

const Hash = () => Type.String({ pattern: "^[0-9a-f]{64}$" });

/** `backup.json`: what a backup of a state folder holds. */
export const BackupDocument = Type.Object({
  format: Type.Literal("gipfel-backup"),
  version: Type.Literal(1),
  /** Version of Gipfel that made it. */
  program: Type.String(),
  /** UTC, ISO 8601. */
  createdAt: Type.String(),
  /** Id of the store. */
  store: Type.String({ minLength: 1 }),
  /** `sqlite`: in `store.db`; `postgres`: a dump in `store.dump`. */
  database: Type.Object({ kind: Type.Enum(["sqlite", "postgres"]), hash: Hash() }),
  artifacts: Type.Integer({ minimum: 0 }),
  bytes: Type.Integer({ minimum: 0 }),
  /** Artifacts that were missing or damaged, and so are not in it. */
  skipped: Type.Array(Type.String()),
});
export type BackupDocument = Static<typeof BackupDocument>;
