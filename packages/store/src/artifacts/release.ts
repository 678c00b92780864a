/** Marks artifacts of records that are about to be deleted on request, so that their space comes back soon. */
import type { Kysely } from "kysely";
import type { Context } from "../context.js";
import type { Database } from "../records/tables.js";

type Owner = "models" | "datasets" | "analyses" | "explanations" | "studies";

/** For the transaction that deletes the record: nothing refers to these artifacts after it, unless others do. */
export async function releaseArtifacts({ db, now }: Context, owner: Owner, id: string): Promise<void> {
  for (const hashes of hashesOf(db, owner, id)) {
    await db.updateTable("artifacts").set({ releasedAt: now() }).where("hash", "in", hashes).execute();
  }
}

function hashesOf(db: Kysely<Database>, owner: Owner, id: string) {
  switch (owner) {
    case "models":
    case "datasets": {
      const subject = owner === "models" ? "modelId" : "datasetId";
      return [
        db.selectFrom(owner).select("hash").where("id", "=", id).where("hash", "is not", null).$castTo<Hash>(),
        ...picturesOf(db, (explanations) => explanations.where(subject, "=", id)),
      ];
    }
    case "analyses":
      return [
        db.selectFrom("analysisFiles").select("hash").where("ownerId", "=", id).$castTo<Hash>(),
        db
          .selectFrom("shards")
          .select("hash")
          .where("analysisId", "=", id)
          .where("hash", "is not", null)
          .$castTo<Hash>(),
        db
          .selectFrom("viewFiles")
          .select("hash")
          .where("ownerId", "in", db.selectFrom("views").select("id").where("analysisId", "=", id))
          .$castTo<Hash>(),
        studyResults(db).where("analysisId", "=", id).$castTo<Hash>(),
        ...picturesOf(db, (explanations) => explanations.where("analysisId", "=", id)),
      ];
    case "explanations":
      return picturesOf(db, (explanations) => explanations.where("id", "=", id));
    case "studies":
      return [studyResults(db).where("id", "=", id).$castTo<Hash>()];
  }
}

type Hash = { hash: string };

const studyResults = (db: Kysely<Database>) =>
  db.selectFrom("studies").select("result as hash").where("result", "is not", null);

const explanationIds = (db: Kysely<Database>) => db.selectFrom("explanations").select("id");

function picturesOf(
  db: Kysely<Database>,
  of: (explanations: ReturnType<typeof explanationIds>) => ReturnType<typeof explanationIds>,
) {
  const images = db.selectFrom("explanationImages").where("explanationId", "in", of(explanationIds(db)));
  return [
    images.select("picture as hash").$castTo<Hash>(),
    images.select("map as hash").where("map", "is not", null).$castTo<Hash>(),
  ];
}
