import { type Context, inTransaction } from "../context.js";
import { type Annotation, annotationRows } from "../records/annotation.js";
import { type Change, changeOf, firstVersion, nextVersion, versionIs } from "../versions.js";
import { demandSubject } from "./subjects.js";

export class AnnotationRepository {
  constructor(private readonly context: Context) {}

  /** All annotations of an analysis, by node. */
  async list(analysisId: string): Promise<Annotation[]> {
    const rows = await this.context.db
      .selectFrom("annotations")
      .selectAll()
      .where("analysisId", "=", analysisId)
      .orderBy("node")
      .execute();
    return rows.map(annotationRows.recover);
  }

  async find(analysisId: string, node: string): Promise<Annotation | undefined> {
    const row = await this.context.db
      .selectFrom("annotations")
      .selectAll()
      .where("analysisId", "=", analysisId)
      .where("node", "=", node)
      .executeTakeFirst();
    return row && annotationRows.recover(row);
  }

  /**
   * Writes what is said about a node, in place of what was said before.
   *
   * @param version that the annotation has; 0 where there is to be none yet; any without it.
   * @throws GipfelError GRAPH_NOT_FOUND where there is no such analysis
   */
  put(
    annotation: Pick<Annotation, "analysisId" | "node" | "name" | "note">,
    version?: number,
  ): Promise<Change<Annotation>> {
    const { analysisId, node, name, note } = annotation;
    return inTransaction(this.context, async (inside) => {
      const { db, now } = inside;
      const row = annotationRows.encode({ analysisId, node, name, note, ...firstVersion(now()) });
      await demandSubject(inside, "analyses", analysisId);
      if (version === undefined || version === 0) {
        const inserted = await db
          .insertInto("annotations")
          .values(row)
          .onConflict((conflict) => conflict.columns(["analysisId", "node"]).doNothing())
          .returningAll()
          .executeTakeFirst();
        if (inserted) return { outcome: "changed", record: annotationRows.recover(inserted) };
      }
      const updated = await db
        .updateTable("annotations")
        .set({ name: row.name, note: row.note, ...nextVersion(now()) })
        .where("analysisId", "=", analysisId)
        .where("node", "=", node)
        .where("version", ...versionIs(version))
        .returningAll()
        .executeTakeFirst();
      return changeOf(updated && annotationRows.recover(updated), () =>
        new AnnotationRepository(inside).find(analysisId, node),
      );
    });
  }

  /** Returns whether there was one. */
  async remove(analysisId: string, node: string): Promise<boolean> {
    const { numDeletedRows } = await this.context.db
      .deleteFrom("annotations")
      .where("analysisId", "=", analysisId)
      .where("node", "=", node)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }
}
