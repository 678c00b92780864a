/**
 * Sums over products of one or two tensors, by the letters of their axes: axes of both are repeated, axes of one alone are
 * rows or columns, and axes that the result lacks are summed over. Two tensors are one product of matrices.
 */
import type { NetworkBuilder, Value } from "../../builder.js";
import { type Dimension, fixedSize } from "../../shape.js";
import { type Tensor, transposeTensor } from "../../tensor.js";
import { unsupported } from "../attributes.js";
import { frameOf } from "../frame.js";
import type { ImportContext, OperatorTable } from "../import-context.js";

/** A tensor with a letter for each axis. */
interface Lettered {
  readonly value: Value;
  readonly letters: readonly string[];
  /** Its elements, where it is a constant. */
  readonly constant?: Tensor;
}

/** Letter of the batch, which lies before the axes of the file. */
const batch = "N";

function einsum(context: ImportContext): Value {
  const { node, attributes, builder } = context;
  const equation = attributes.text("equation", "").replaceAll(" ", "");
  const [left = "", right] = equation.split("->");
  const terms = left.split(",");
  const indices = terms.map((_, index) => index);
  const isPlain = right !== undefined && /^[a-zA-Z,]+$/.test(left) && /^[a-zA-Z]*$/.test(right);
  const repeats = terms.some((letters) => new Set(letters).size < letters.length);
  if (!isPlain || repeats || terms.length > 2) {
    throw unsupported(node, `equation ${equation} is not supported: one or two tensors, each letter once in each`);
  }
  const frame = frameOf(context, indices, true);
  const operands = indices.map((index): Lettered => {
    const constant = context.constant(index);
    const letters = [...(constant ? "" : batch), ...renamed(terms[index]!)];
    return { value: frame.value(index), letters, ...(constant ? { constant } : {}) };
  });
  const wanted = [batch, ...renamed(right!)];
  const [a, b] = operands.map((own, i) => summed(builder, own, [...wanted, ...(operands[1 - i]?.letters ?? [])]));
  const made = b ? multiplied(builder, a!, b, wanted) : a!;
  const permutation = wanted.map((letter) => made.letters.indexOf(letter));
  if (permutation.includes(-1)) throw unsupported(node, `equation ${equation} makes an axis that no input has`);
  return frame.emit({ type: "transpose", permutation }, [made.value]);
}

/** Letters of the file, none of them that of the batch. */
const renamed = (letters: string): string[] => [...letters].map((letter) => `${letter}'`);

/** Summed over the axes that nobody wants. */
function summed(builder: NetworkBuilder, given: Lettered, wanted: readonly string[]): Lettered {
  const { value, letters } = given;
  const axes = letters.flatMap((letter, axis) => (wanted.includes(letter) ? [] : [axis]));
  if (axes.length === 0) return given;
  return { value: builder.reduce("sum", value, axes), letters: letters.filter((letter) => wanted.includes(letter)) };
}

function multiplied(builder: NetworkBuilder, a: Lettered, b: Lettered, wanted: readonly string[]): Lettered {
  const shared = a.letters.filter((letter) => b.letters.includes(letter));
  const leading = shared.filter((letter) => wanted.includes(letter));
  if (b.letters.includes(batch) !== a.letters.includes(batch)) leading.unshift(batch);
  const inner = shared.filter((letter) => !wanted.includes(letter));
  const own = ({ letters }: Lettered) =>
    letters.filter((letter) => !leading.includes(letter) && !inner.includes(letter));
  const [rows, columns] = [own(a), own(b)];
  const sizes = new Map([...sizesOf(b), ...sizesOf(a)]);
  const product = builder.matMul(
    asMatrix(builder, a, leading, rows, inner),
    asMatrix(builder, b, leading, inner, columns),
  );
  const letters = [...leading, ...rows, ...columns];
  const shape = letters.map((letter) => sizes.get(letter)!);
  return { value: builder.reshape(product, shape), letters };
}

const sizesOf = ({ value, letters }: Lettered) =>
  letters.map((letter, axis): [string, Dimension] => [letter, value.shape[axis]!]);

/** `[leading…, rows, columns]`; a leading axis that the tensor lacks is one of one. */
function asMatrix(
  builder: NetworkBuilder,
  { value, letters, constant }: Lettered,
  leading: readonly string[],
  rows: readonly string[],
  columns: readonly string[],
): Value {
  const order = [...leading, ...rows, ...columns].filter((letter) => letters.includes(letter));
  const permutation = order.map((letter) => letters.indexOf(letter));
  const size = (of: readonly string[]) => of.map((letter) => value.shape[letters.indexOf(letter)] ?? 1);
  const shape = [...size(leading), fixedSize(size(rows)), fixedSize(size(columns))];
  if (constant)
    return builder.constant({ shape: shape.map(Number), data: transposeTensor(constant, permutation).data });
  const turned = permutation.every((axis, i) => axis === i) ? value : builder.transpose(value, permutation);
  return builder.reshape(turned, shape);
}

export const einsumOperators: OperatorTable = { Einsum: einsum };
