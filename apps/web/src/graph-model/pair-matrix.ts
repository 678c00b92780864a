/** One pair of neurons behind an edge. */
export interface NeuronPair {
  readonly source: number;
  /** Null where only the sum over the target's neurons is known. */
  readonly target: number | null;
  readonly contribution: number;
  readonly gradient: number;
}

/** A matrix to look at: a cell holds the pair of largest size among the neurons of its row and column. */
export interface PairMatrix {
  /** Source neurons of each row, and target neurons of each column; a column of null is the whole target. */
  readonly rows: readonly (readonly number[])[];
  readonly columns: readonly (readonly (number | null)[])[];
  /** `[rows × columns]`; null where no pair is known. */
  readonly cells: readonly (NeuronPair | null)[];
  /** Largest size of a cell. */
  readonly most: number;
}

/**
 * Puts pairs into a matrix of at most `side` rows and columns: where neurons are more, neighbours share a row or column,
 * of which the pair of largest size is kept.
 */
export function pairMatrix(
  sources: readonly number[],
  targets: readonly number[],
  pairs: readonly NeuronPair[],
  quantity: "contribution" | "gradient",
  side: number,
): PairMatrix {
  const rows = inGroups(sources, side);
  const isWhole = pairs.some(({ target }) => target === null);
  const columns: (number | null)[][] = isWhole ? [[null]] : inGroups(targets, side);
  const rowOf = new Map(rows.flatMap((group, r) => group.map((neuron) => [neuron, r] as const)));
  const columnOf = new Map(columns.flatMap((group, c) => group.map((neuron) => [neuron, c] as const)));
  const cells = new Array<NeuronPair | null>(rows.length * columns.length).fill(null);
  for (const pair of pairs) {
    const [r, c] = [rowOf.get(pair.source), columnOf.get(pair.target)];
    if (r === undefined || c === undefined) continue;
    const held = cells[r * columns.length + c];
    if (!held || Math.abs(pair[quantity]) > Math.abs(held[quantity])) cells[r * columns.length + c] = pair;
  }
  const most = cells.reduce((size, pair) => Math.max(size, Math.abs(pair?.[quantity] ?? 0)), 0);
  return { rows, columns, cells, most };
}

function inGroups(neurons: readonly number[], side: number): number[][] {
  const size = Math.ceil(neurons.length / side);
  return Array.from({ length: Math.ceil(neurons.length / size) }, (_, i) => neurons.slice(i * size, (i + 1) * size));
}
