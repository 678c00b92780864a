import { classProfiles, cosines } from "@gipfel/concepts";
import type { LayerActivations } from "@gipfel/contracts";

/**
 * All classes by how alike the concepts of a layer make them to one: the cosine of their profiles (`classProfiles`), in
 * [−1, 1], itself first with 1, then falling.
 */
export function similarClasses(
  { classes }: LayerActivations,
  classId: string,
): { readonly class: string; readonly similarity: number }[] {
  const own = classes.findIndex(({ id }) => id === classId);
  const profiles = classProfiles(classes.map(({ mean }) => mean));
  const others = cosines(profiles, own).map((similarity, c) => ({ class: classes[c]!.id, similarity }));
  const rank = (id: string) => Number(id !== classId);
  return others.sort((a, b) => rank(a.class) - rank(b.class) || b.similarity - a.similarity);
}
