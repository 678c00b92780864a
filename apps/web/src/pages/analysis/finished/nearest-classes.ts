/** The classes most like the chosen one, itself and those that are more unlike than like left out. */
export function nearestClasses(similarities: ReadonlyMap<string, number>, chosen: string, most: number): string[] {
  const others = [...similarities].filter(([id, similarity]) => id !== chosen && similarity > 0);
  return others
    .sort(([, a], [, b]) => b - a)
    .slice(0, most)
    .map(([id]) => id);
}
