/** The entry of this id, or of this name, as links have it that people write; the first where nothing is given. */
export function namedOrFirst<T extends { readonly id: string; readonly name: string }>(
  all: readonly T[] | null | undefined,
  id: string | null,
): T | null {
  if (id === null) return all?.[0] ?? null;
  return all?.find((entry) => entry.id === id) ?? all?.find((entry) => entry.name === id) ?? null;
}
