import type { Stored } from "../program.js";
import type { ProgramWriter } from "./program-writer.js";
import { plainOrder, sizeOf, type View } from "./view.js";

export interface Aligned {
  readonly operands: readonly Stored[];
  readonly order: readonly number[];
  /** Common stored shape after broadcasting. */
  readonly shape: readonly number[];
}

/** Operands with equal ranks and their axes lying in the same order: that of the largest, which is not turned. */
export function align(writer: ProgramWriter, views: readonly View[]): Aligned {
  const rank = Math.max(...views.map(({ order }) => order.length));
  const extended = views.map((view) => extend(writer, view, rank));
  const { order } = leading(writer, extended);
  const operands = extended.map((view) => writer.arrange(view, order));
  const shape = plainOrder(rank).map((p) => broadcastSize(operands.map((operand) => operand.shape[p]!)));
  return { operands, order, shape };
}

/** Whose order all take: computed before constant (constants are turned once), large before small, turned before plain. */
export function leading(writer: ProgramWriter, views: readonly View[]): View {
  const rank = ({ stored, order }: View) => [
    writer.isConstant(stored) ? 0 : 1,
    sizeOf(stored.shape),
    order.every((axis, p) => axis === p) ? 0 : 1,
  ];
  return views.reduce((best, view) => {
    const [a, b] = [rank(best), rank(view)];
    const differs = a.findIndex((value, i) => value !== b[i]);
    return differs >= 0 && b[differs]! > a[differs]! ? view : best;
  });
}

/** Every element written out along the axes on which `stored` has one and `shape` more. */
export function broadcastTo(writer: ProgramWriter, stored: Stored, shape: readonly number[]): Stored {
  const missing = shape.map((size, p) => (stored.shape[p] === size ? 1 : size));
  if (missing.every((size) => size === 1)) return stored;
  return writer.emit("Multiply", { a: stored, b: writer.fill(missing, 1) }, {}, shape);
}

function extend(writer: ProgramWriter, { stored, order }: View, rank: number): View {
  const missing = rank - order.length;
  if (missing === 0) return { stored, order };
  const shape = [...new Array<number>(missing).fill(1), ...stored.shape];
  return {
    stored: writer.reshape(stored, shape),
    order: [...plainOrder(missing), ...order.map((axis) => axis + missing)],
  };
}

function broadcastSize(sizes: readonly number[]): number {
  return sizes.find((size) => size !== 1) ?? 1;
}
