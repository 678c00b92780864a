import type { AnalysisClass } from "@gipfel/contracts";

export const classSorts = ["name", "accuracy", "similarity"] as const;
export type ClassSort = (typeof classSorts)[number];

/** Natural order: `class 2` before `class 10`. */
const byName = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/**
 * Classes whose names hold the query, by name; by accuracy, the lowest first, since these have something to explain; or by
 * similarity, the highest first. Those of which the figure is not known come last.
 * @param similarities by class id, to the chosen class
 */
export function orderClasses(
  classes: readonly AnalysisClass[],
  query: string,
  sort: ClassSort,
  similarities: ReadonlyMap<string, number> | null,
): AnalysisClass[] {
  const wanted = query.trim().toLowerCase();
  const found = classes.filter(({ name }) => name.toLowerCase().includes(wanted));
  const key = ({ id, accuracy }: AnalysisClass): number => {
    if (sort === "accuracy") return accuracy ?? Number.POSITIVE_INFINITY;
    if (sort === "similarity") return -(similarities?.get(id) ?? Number.NEGATIVE_INFINITY);
    return 0;
  };
  return found.sort((a, b) => {
    const [first, second] = [key(a), key(b)];
    return first === second ? byName.compare(a.name, b.name) : first - second;
  });
}
