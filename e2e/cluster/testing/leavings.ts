/** What a service has left behind in its store and its folders, and what it should have. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "../../../packages/store/src/database/connect.js";
import { openStore } from "../../../packages/store/src/index.js";
import { silentLogger } from "../../../packages/store/src/logger.js";
import { filesBelow } from "../../testing/program.js";

interface Place {
  readonly databaseUrl: string;
  /** State folder of the service. */
  readonly state: string;
}

export interface Leavings {
  /** SHA-256 of the files of each analysis, but its times, by analysis and path. */
  readonly results: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Shards that are not done, of whatever analysis. */
  readonly openShards: readonly string[];
  /** Rows that belong to nothing, by table. */
  readonly orphans: Readonly<Record<string, number>>;
  /** Files of artifacts that nothing refers to, or that are not what they are named for. */
  readonly strayFiles: readonly string[];
  /** Artifacts that are referred to and have no file. */
  readonly missingFiles: readonly string[];
}

/** What there should be of all but results. */
export const nothingLeft: Omit<Leavings, "results"> = {
  openShards: [],
  orphans: { shards: 0, analysisFiles: 0, artifacts: 0 },
  strayFiles: [],
  missingFiles: [],
};

/** Looks at it after a sweep that keeps nothing for the time being. */
export async function leavingsOf({ databaseUrl, state }: Place): Promise<Leavings> {
  const artifacts = join(state, "artifacts");
  const store = await openStore({ url: databaseUrl, artifacts });
  await store.artifacts.sweep({ grace: 0, releaseGrace: 0, trash: 0 });
  await store.close();
  const { db } = await connect({ url: databaseUrl, checkpoints: false, logger: silentLogger });
  try {
    const analyses = await db.selectFrom("analyses").select("id").execute();
    const known = new Set(analyses.map(({ id }) => id));
    const shards = await db.selectFrom("shards").selectAll().execute();
    const files = await db.selectFrom("analysisFiles").selectAll().execute();
    const models = await db.selectFrom("models").select("hash").execute();
    const stored = await db.selectFrom("artifacts").select("hash").execute();
    const referred = new Set([...models, ...shards, ...files].flatMap(({ hash }) => hash ?? []));
    const onDisk = filesBelow(artifacts);
    return {
      results: new Map(
        analyses.map(({ id }) => {
          const own = files.filter(({ ownerId, path }) => ownerId === id && path !== "timings.json");
          return [id, Object.fromEntries(own.map(({ path, hash }) => [path, hash]))];
        }),
      ),
      openShards: shards.filter(({ status }) => status !== "done").map(({ phase, key }) => `${phase}/${key}`),
      orphans: {
        shards: shards.filter(({ analysisId }) => !known.has(analysisId)).length,
        analysisFiles: files.filter(({ ownerId }) => !known.has(ownerId)).length,
        artifacts: stored.filter(({ hash }) => !referred.has(hash)).length,
      },
      strayFiles: onDisk.filter(
        (path) => path !== "store.id" && !referred.has(contentHash(join(artifacts, path), path)),
      ),
      missingFiles: [...referred].filter((hash) => !onDisk.includes(join(hash.slice(0, 2), hash.slice(2)))),
    };
  } finally {
    await db.destroy();
  }
}

/** The hash of a file if it is the one in its path, else something that nothing is named. */
function contentHash(file: string, path: string): string {
  const hash = createHash("sha256").update(readFileSync(file)).digest("hex");
  return path.replace("/", "") === hash ? hash : `${path} is damaged`;
}

/** Analyses with files of work. */
export function workOf(state: string): string[] {
  try {
    return readdirSync(join(state, "work"));
  } catch {
    // Nothing was ever in it.
    return [];
  }
}
