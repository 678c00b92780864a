/**
 * Keyset pagination, newest first. The cursor is the id after which the next page begins, so rows that are added or
 * deleted meanwhile neither repeat nor hide others.
 */
import { parseAs } from "@gipfel/contracts";
import { type Static, Type } from "typebox";
import { Id } from "./records/columns.js";
import { maxUuid } from "./uuid.js";

export const PageRequest = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  /** `next` of the page before; the first page without it. */
  cursor: Type.Optional(Id()),
});

export type PageRequest = Static<typeof PageRequest>;

export interface Page<Record> {
  readonly items: Record[];
  /** Null where this is the last page. */
  readonly next: string | null;
}

const defaultLimit = 50;

/**
 * @returns how many rows to show, how many to ask for (one more, which tells whether there is a next page), and the id
 *   that theirs are below.
 * @throws GipfelError OPTION_INVALID
 */
export function pageWindow({ limit, cursor }: PageRequest): { limit: number; rows: number; below: string } {
  parseAs(PageRequest, JSON.parse(JSON.stringify({ limit, cursor })), "OPTION_INVALID", "page");
  const shown = limit ?? defaultLimit;
  return { limit: shown, rows: shown + 1, below: cursor ?? maxUuid };
}

export function pageOf<Record extends { id: string }>(records: Record[], limit: number): Page<Record> {
  const items = records.slice(0, limit);
  return { items, next: records.length > limit ? items[limit - 1].id : null };
}
