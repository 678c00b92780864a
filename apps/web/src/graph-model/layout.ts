import type { RankOrder } from "./rank-order.js";

/** The order of all nodes and how wide their columns are: what decides where everything stands. */
export interface Layout {
  /** One entry per depth. */
  readonly ranks: readonly RankOrder[];
  /** Layer ids. */
  readonly hidden: ReadonlySet<string>;
  readonly collapsed: ReadonlySet<string>;
}

export type ColumnWidth = "full" | "narrow" | "none";

/** How wide a column is: as its widest layer. */
export function columnWidth({ hidden, collapsed }: Layout, layers: Iterable<string>): ColumnWidth {
  const shown = [...layers].filter((id) => !hidden.has(id));
  if (shown.length === 0) return "none";
  return shown.every((id) => collapsed.has(id)) ? "narrow" : "full";
}
