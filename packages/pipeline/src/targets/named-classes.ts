import type { ClassLabel, ClassMatch } from "@gipfel/dataset";

/** An output and what it may be called. */
export interface NamedClass {
  readonly index: number;
  /** The first is the one to show. */
  readonly names: readonly string[];
}

/** Names from labels, and from the groups of a data set. */
export function namedClasses(labels: readonly ClassLabel[] | null, matches: readonly ClassMatch[]): NamedClass[] {
  const names = new Map<number, Set<string>>();
  const add = (index: number, ...given: (string | undefined)[]) => {
    const known = names.get(index) ?? new Set();
    for (const name of given) if (name !== undefined) known.add(name);
    names.set(index, known);
  };
  labels?.forEach(({ name, wnid }, index) => {
    add(index, name, wnid);
  });
  for (const { classIndex, className, group } of matches) add(classIndex, className, group.name);
  return [...names].map(([index, known]) => ({ index, names: [...known] }));
}
