interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** All pages of a list, one after the other. */
export async function readAll<T>(
  readPage: (query: { limit: number; cursor?: string }) => Promise<Page<T>>,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await readPage({ limit: 200, ...(cursor !== null && { cursor }) });
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return items;
}
