/** Lists made of what the store has and of what the service was started with. */

export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string;
}

const given = /^at\.(\d{1,9})$/;

/** A page of a list that is short. */
export function pageOf<T>(request: PageRequest, all: readonly T[]): Page<T> {
  return slice(all, startOf(request), request.limit);
}

/** Where a page of a list begins that somebody else holds. */
export function startOf(request: PageRequest): number {
  return givenStart(request) ?? 0;
}

/** @param total entries of the whole list */
export function nextOf(request: PageRequest, total: number): string | null {
  const end = startOf(request) + request.limit;
  return end < total ? `at.${end}` : null;
}

/** Those given come after all of the store's. */
export async function pageThenGiven<T>(
  request: PageRequest,
  stored: (request: PageRequest) => Promise<Page<T>>,
  all: readonly T[],
): Promise<Page<T>> {
  const start = givenStart(request);
  if (start !== null) return slice(all, start, request.limit);
  const page = await stored(request);
  if (page.next !== null || all.length === 0) return page;
  const rest = slice(all, 0, request.limit - page.items.length);
  return { items: [...page.items, ...rest.items], next: rest.next };
}

/** Those given come before all of the store's. */
export async function givenThenPage<T>(
  request: PageRequest,
  stored: (request: PageRequest) => Promise<Page<T>>,
  all: readonly T[],
): Promise<Page<T>> {
  const start = request.cursor === undefined ? 0 : givenStart(request);
  if (start === null) return stored(request);
  const first = slice(all, start, request.limit);
  if (first.next !== null) return first;
  const left = request.limit - first.items.length;
  if (left === 0) return { items: first.items, next: `at.${all.length}` };
  const page = await stored({ limit: left });
  return { items: [...first.items, ...page.items], next: page.next };
}

function givenStart({ cursor }: PageRequest): number | null {
  const start = given.exec(cursor ?? "")?.[1];
  return start === undefined ? null : Number(start);
}

function slice<T>(all: readonly T[], start: number, limit: number): Page<T> {
  const end = start + limit;
  return { items: all.slice(start, end), next: end < all.length ? `at.${end}` : null };
}
