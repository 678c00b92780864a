/** Operations of which all inputs are constants: shape arithmetic, and weights that the converter left unfolded. */

import { sliceLength } from "../../infer-shape.js";
import { type Dimension, normaliseAxis } from "../../shape.js";
import { broadcastShapes } from "../../shapes/broadcast.js";
import { isNaturalNumber } from "../json.js";
import type { Attributes } from "./attributes.js";
import { type SlicedShape, sliceBounds, stridedBounds } from "./bounds.js";
import { broadcastElement, type Constant, combine, elementAt, numbersOf, tabulate } from "./constant.js";

type Fold = (inputs: readonly Constant[], attributes: Attributes) => Constant;

function required(inputs: readonly Constant[], index: number): Constant {
  const input = inputs[index];
  if (!input) throw new RangeError(`it lacks its input ${index}`);
  return input;
}

function integersAt(inputs: readonly Constant[], index: number): number[] {
  return Array.from(numbersOf(required(inputs, index)));
}

function elementwise(a: Constant, b: Constant, f: (a: Dimension, b: Dimension) => Dimension): Constant {
  const shape = broadcastShapes(a.shape, b.shape) as readonly number[];
  return tabulate(shape, (index) => f(broadcastElement(a, index), broadcastElement(b, index)));
}

/** @param neutral the number that leaves the other operand as it is; NaN: none does. */
function binary(f: (a: number, b: number) => number, neutral = Number.NaN): Fold {
  return (inputs) => elementwise(required(inputs, 0), required(inputs, 1), (a, b) => combine(a, b, neutral, f));
}

function unary(f: (x: number) => number): Fold {
  return (inputs) => ({ shape: required(inputs, 0).shape, data: Float32Array.from(numbersOf(required(inputs, 0)), f) });
}

/** Over all elements, or over those along the axes of the second input. */
function reduction(f: (a: number, b: number) => number, neutral = Number.NaN): Fold {
  return (inputs, attributes) => {
    const x = required(inputs, 0);
    const axes = new Set(integersAt(inputs, 1).map((axis) => normaliseAxis(axis, x.shape.length)));
    const kept = x.shape.map((size, axis) => (axes.has(axis) ? 1 : size));
    const sums: (Dimension | undefined)[] = [];
    const place = (index: readonly number[]) =>
      kept.reduce((sum, size, axis) => sum * size + (axes.has(axis) ? 0 : index[axis]!), 0);
    tabulate(x.shape, (index) => {
      const element = elementAt(x, index);
      const sum = sums[place(index)];
      sums[place(index)] = sum === undefined ? element : combine(sum, element, neutral, f);
      return element;
    });
    const shape = attributes.boolean("keep_dims", false) ? kept : x.shape.filter((_, axis) => !axes.has(axis));
    return { shape, data: sums as Dimension[] };
  };
}

function reshaped(x: Constant, target: readonly number[]): Constant {
  const known = target.filter((size) => size !== -1).reduce((product, size) => product * size, 1);
  const shape = target.map((size) => (size === -1 ? x.data.length / known : size));
  if (!shape.every(isNaturalNumber) || shape.reduce((product, size) => product * size, 1) !== x.data.length) {
    throw new RangeError(`[${x.shape}] cannot be reshaped to [${target}]`);
  }
  return { shape, data: x.data };
}

function sliced(x: Constant, { bounds, dropped, added }: SlicedShape): Constant {
  const shape = x.shape.map((size, axis) => {
    const bound = bounds[axis];
    return bound ? sliceLength(bound.start, bound.end, bound.step) : size;
  });
  const cut = tabulate(shape, (index) =>
    elementAt(
      x,
      index.map((i, axis) => (bounds[axis]?.start ?? 0) + i * (bounds[axis]?.step ?? 1)),
    ),
  );
  const kept = shape.filter((_, axis) => !dropped.includes(axis));
  return { shape: added.reduce((sizes, place) => sizes.toSpliced(place, 0, 1), kept), data: cut.data };
}

function concatenated(inputs: readonly Constant[], axis: number): Constant {
  const first = required(inputs, 0);
  const total = inputs.reduce((sum, { shape }) => sum + (shape[axis] ?? 0), 0);
  return tabulate(
    first.shape.map((size, i) => (i === axis ? total : size)),
    (index) => {
      let place = index[axis]!;
      const part = inputs.find(({ shape }) => {
        if (place < shape[axis]!) return true;
        place -= shape[axis]!;
        return false;
      })!;
      return elementAt(part, index.toSpliced(axis, 1, place));
    },
  );
}

function expanded(x: Constant, given: number): Constant {
  return { shape: x.shape.toSpliced(normaliseAxis(given, x.shape.length + 1), 0, 1), data: x.data };
}

const packed: Fold = (inputs, attributes) => {
  const axis = normaliseAxis(attributes.number("axis", 0), required(inputs, 0).shape.length + 1);
  const parts = inputs.map((input) => expanded(input, axis));
  return concatenated(parts, axis);
};

/** Elements of the first input along one axis, at the indices of the second. */
const gathered: Fold = (inputs, attributes) => {
  const [x, indices] = [required(inputs, 0), required(inputs, 1)];
  const axis = normaliseAxis(inputs[2] ? integersAt(inputs, 2)[0]! : attributes.number("axis", 0), x.shape.length);
  const places = numbersOf(indices);
  const rank = indices.shape.length;
  const shape = x.shape.toSpliced(axis, 1, ...indices.shape);
  return tabulate(shape, (index) => {
    const at = index.slice(axis, axis + rank).reduce((sum, i, n) => sum * indices.shape[n]! + i, 0);
    return elementAt(x, index.toSpliced(axis, rank, places[at]!));
  });
};

const transposed: Fold = (inputs) => {
  const x = required(inputs, 0);
  const permutation = integersAt(inputs, 1);
  return tabulate(
    permutation.map((axis) => x.shape[axis]!),
    (index) =>
      elementAt(
        x,
        x.shape.map((_, axis) => index[permutation.indexOf(axis)]!),
      ),
  );
};

const range: Fold = (inputs) => {
  const [start, limit, step] = [0, 1, 2].map((i) => integersAt(inputs, i)[0]!) as [number, number, number];
  const count = Math.max(0, Math.ceil((limit - start) / step));
  return tabulate([count], ([i]) => start + i! * step);
};

const squeezed: Fold = (inputs, attributes) => {
  const x = required(inputs, 0);
  const listed = attributes.integers("squeeze_dims") ?? [];
  const axes = listed.map((axis) => normaliseAxis(axis, x.shape.length));
  const drops = (size: number, axis: number) => size === 1 && (axes.length === 0 || axes.includes(axis));
  return { shape: x.shape.filter((size, axis) => !drops(size, axis)), data: x.data };
};

const add = binary((a, b) => a + b, 0);
const divide = binary((a, b) => a / b);

/** By operation. */
export const folds: Readonly<Record<string, Fold>> = {
  Add: add,
  AddV2: add,
  BiasAdd: add,
  Sub: binary((a, b) => a - b),
  Mul: binary((a, b) => a * b, 1),
  Div: divide,
  RealDiv: divide,
  FloorDiv: binary((a, b) => Math.floor(a / b)),
  FloorMod: binary((a, b) => a - b * Math.floor(a / b)),
  Maximum: binary(Math.max),
  Minimum: binary(Math.min),
  Pow: binary((a, b) => a ** b),
  Neg: unary((x) => -x),
  Sqrt: unary(Math.sqrt),
  Rsqrt: unary((x) => 1 / Math.sqrt(x)),
  Square: unary((x) => x * x),
  Reciprocal: unary((x) => 1 / x),
  Exp: unary(Math.exp),
  Log: unary(Math.log),
  Prod: reduction((a, b) => a * b, 1),
  Sum: reduction((a, b) => a + b, 0),
  Max: reduction(Math.max),
  Min: reduction(Math.min),
  Reshape: (inputs) => reshaped(required(inputs, 0), integersAt(inputs, 1)),
  Slice: (inputs) =>
    sliced(required(inputs, 0), sliceBounds(required(inputs, 0).shape, integersAt(inputs, 1), integersAt(inputs, 2))),
  StridedSlice: (inputs, attributes) => {
    const [begin, end, steps] = [1, 2, 3].map((i) => integersAt(inputs, i)) as [number[], number[], number[]];
    return sliced(required(inputs, 0), stridedBounds(required(inputs, 0).shape, begin, end, steps, attributes));
  },
  ConcatV2: (inputs) => {
    const [axis = 0] = integersAt(inputs, inputs.length - 1);
    return concatenated(inputs.slice(0, -1), normaliseAxis(axis, required(inputs, 0).shape.length));
  },
  Pack: packed,
  Gather: gathered,
  GatherV2: gathered,
  Transpose: transposed,
  ExpandDims: (inputs) => expanded(required(inputs, 0), integersAt(inputs, 1)[0] ?? 0),
  Squeeze: squeezed,
  Fill: (inputs) => tabulate(integersAt(inputs, 0), () => required(inputs, 1).data[0]!),
  Range: range,
};
