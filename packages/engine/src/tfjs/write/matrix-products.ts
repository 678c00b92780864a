import type { OperationOf } from "@gipfel/network";
import type { Stored } from "../program.js";
import { broadcastTo } from "./align.js";
import type { OperationWriter } from "./operation-writer.js";
import type { ProgramWriter } from "./program-writer.js";
import { plainOrder, shapeOf, sizeOf, transposeView, type View } from "./view.js";

/** Matrices `[…, rows, columns]`, whichever of the two lies last. */
interface Matrices {
  readonly view: View;
  readonly leading: readonly number[];
  readonly rows: number;
  readonly columns: number;
}

/**
 * Where only one operand has leading axes they join its rows, and it is one product; a second operand alone in that is
 * turned to be the first: A·Bᵢ = (Bᵢᵀ·Aᵀ)ᵀ.
 */
export const writeMatMul: OperationWriter<OperationOf<"matMul">> = (writer, operation, { inputs }) => {
  const a = matricesOf(writer.view(inputs[0]!), operation.transposeA);
  const b = matricesOf(writer.view(inputs[1]!), operation.transposeB);
  const leading = broadcastLeading(a.leading, b.leading);
  if (sizeOf(b.leading) === 1) return joinedProduct(writer, a, b, leading);
  if (sizeOf(a.leading) === 1) return swapped(joinedProduct(writer, transposed(b), transposed(a), leading));
  return batchedProduct(writer, a, b, leading);
};

/** The axis is exchanged with the last one; then it is one product. */
export const writeResample: OperationWriter<OperationOf<"resample">> = (writer, { axis }, { inputs }) => {
  const view = writer.view(inputs[0]!);
  const exchange = plainOrder(view.order.length);
  [exchange[axis], exchange[exchange.length - 1]] = [exchange.length - 1, axis];
  const rows = matricesOf(transposeView(view, exchange), false);
  return transposeView(joinedProduct(writer, rows, matricesOf(writer.view(inputs[1]!), false), rows.leading), exchange);
};

function matricesOf(view: View, turned: boolean): Matrices {
  const rank = view.order.length;
  const shown = turned ? swapped(view) : view;
  const shape = shapeOf(shown);
  return { view: shown, leading: shape.slice(0, -2), rows: shape[rank - 2]!, columns: shape[rank - 1]! };
}

function transposed({ view }: Matrices): Matrices {
  return matricesOf(view, true);
}

/** The last two axes exchanged, as the network sees them. */
function swapped(view: View): View {
  const permutation = plainOrder(view.order.length);
  permutation.push(...permutation.splice(-2).reverse());
  return transposeView(view, permutation);
}

function joinedProduct(writer: ProgramWriter, a: Matrices, b: Matrices, leading: readonly number[]): View {
  const rows = writer.reshape(writer.plain(a.view), [sizeOf(a.leading) * a.rows, a.columns]);
  const factor = writer.reshape(writer.plain(b.view), [b.rows, b.columns]);
  const made = product(writer, rows, factor);
  const shape = [...leading, a.rows, b.columns];
  return { stored: writer.reshape(made, shape), order: plainOrder(shape.length) };
}

function batchedProduct(writer: ProgramWriter, a: Matrices, b: Matrices, leading: readonly number[]): View {
  const count = sizeOf(leading);
  const shape = [...leading, a.rows, b.columns];
  const order = plainOrder(shape.length);
  if (a.columns === 0) return { stored: writer.fill(shape, 0), order };
  const [first, second] = [a, b].map((matrices) => stacked(writer, matrices, leading, count)) as [Stored, Stored];
  if (writer.dialect.batchedProducts) {
    const made = multiply(writer, first, second, [count, a.rows, b.columns]);
    return { stored: writer.reshape(made, shape), order };
  }
  const single = (stack: Stored, index: number) => {
    const [, rows, columns] = stack.shape as [number, number, number];
    return writer.reshape(writer.cut(stack, [index, 0, 0], [1, rows, columns]), [rows, columns]);
  };
  const products = Array.from({ length: count }, (_, i) => product(writer, single(first, i), single(second, i)));
  const made = writer.emit("Concat", products, { axis: 0 }, [count * a.rows, b.columns]);
  return { stored: writer.reshape(made, shape), order };
}

/** `[count, rows, columns]`, repeated along the leading axes that the other operand has alone. */
function stacked(writer: ProgramWriter, matrices: Matrices, leading: readonly number[], count: number): Stored {
  const { view, rows, columns } = matrices;
  const missing = new Array<number>(leading.length - matrices.leading.length).fill(1);
  const ranked = writer.reshape(writer.plain(view), [...missing, ...matrices.leading, rows, columns]);
  const whole = broadcastTo(writer, ranked, [...leading, rows, columns]);
  return writer.reshape(whole, [count, rows, columns]);
}

/** Sums that the backend would lose digits in are made of shorter ones. */
function product(writer: ProgramWriter, a: Stored, b: Stored): Stored {
  const [rows, terms] = a.shape as [number, number];
  const columns = b.shape[1]!;
  if (terms === 0) return writer.fill([rows, columns], 0);
  const most = Math.min(terms, writer.dialect.longestSum);
  const parts = Array.from({ length: Math.ceil(terms / most) }, (_, part) => {
    const [first, count] = [part * most, Math.min(most, terms - part * most)];
    const left = writer.cut(a, [0, first], [rows, count]);
    const right = writer.cut(b, [first, 0], [count, columns]);
    return multiply(writer, left, writer.factor(right), [rows, columns]);
  });
  return parts.reduce((sum, part) => writer.emit("Add", { a: sum, b: part }, {}, sum.shape));
}

function multiply(writer: ProgramWriter, a: Stored, b: Stored, shape: readonly number[]): Stored {
  return writer.emit("BatchMatMul", { a, b }, { transposeA: false, transposeB: false }, shape);
}

function broadcastLeading(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return plainOrder(rank).map((axis) => {
    const [left, right] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1];
    return left === 1 ? right : left;
  });
}
