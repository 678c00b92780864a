import { describe, expect, it } from "vitest";
import { givenThenPage, type Page, type PageRequest, pageThenGiven } from "./paging.js";

const stored = ["s0", "s1", "s2", "s3", "s4"];
const given = ["g0", "g1", "g2"];

const listStored = async ({ limit, cursor }: PageRequest): Promise<Page<string>> => {
  const start = cursor === undefined ? 0 : stored.indexOf(cursor) + 1;
  const items = stored.slice(start, start + limit);
  return { items, next: start + limit < stored.length ? items.at(-1)! : null };
};

async function all(list: (request: PageRequest) => Promise<Page<string>>, limit: number): Promise<string[]> {
  const items: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ limit, cursor });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return items;
}

describe("pages of two lists", () => {
  it.each([1, 2, 3, 4, 5, 7, 8, 100])("show everything once, in order, with %i entries each", async (limit) => {
    expect(await all((request) => pageThenGiven(request, listStored, given), limit)).toEqual([...stored, ...given]);
    expect(await all((request) => givenThenPage(request, listStored, given), limit)).toEqual([...given, ...stored]);
    expect(await all((request) => pageThenGiven(request, listStored, []), limit)).toEqual(stored);
  });
});
