/** The entry of this id; the first where no id is given. */
export function namedOrFirst<T extends { readonly id: string }>(
  all: readonly T[] | null | undefined,
  id: string | null,
): T | null {
  return (id === null ? all?.[0] : all?.find((entry) => entry.id === id)) ?? null;
}
