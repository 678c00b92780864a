/** Constants of a graph model, those folded from shape arithmetic included: there the batch is a symbol. */
import { BATCH, type Dimension, describeShape, fixedSize } from "../../shape.js";
import { type Tensor, tensor } from "../../tensor.js";

export interface Constant {
  readonly shape: readonly number[];
  readonly data: ArrayLike<Dimension>;
}

export function vector(data: readonly Dimension[]): Constant {
  return { shape: [data.length], data };
}

/** @throws RangeError where it holds the number of images. */
export function numbersOf({ data }: Constant): ArrayLike<number> {
  if (isNumeric(data)) return data;
  throw new RangeError("it computes with the number of images in the batch");
}

function isNumeric(data: ArrayLike<Dimension>): data is ArrayLike<number> {
  if (ArrayBuffer.isView(data)) return true;
  return Array.from(data).every((value) => typeof value === "number");
}

/** As weights. */
export function tensorOf(constant: Constant): Tensor {
  const numbers = numbersOf(constant);
  return tensor(constant.shape, numbers instanceof Float32Array ? numbers : Float32Array.from(numbers));
}

/** No weights of a CNN that are computed in its graph have more elements. */
const mostElements = 2 ** 26;

/** Made element by element: `element(index)` for each index of the shape in C order. */
export function tabulate(shape: readonly number[], element: (index: readonly number[]) => Dimension): Constant {
  const data: Dimension[] = [];
  const index = new Array<number>(shape.length).fill(0);
  const count = fixedSize(shape);
  if (!(count <= mostElements)) throw new RangeError(`a constant of shape ${describeShape(shape)} is too large`);
  for (let i = 0; i < count; i += 1) {
    data.push(element(index));
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      index[axis]! += 1;
      if (index[axis]! < shape[axis]!) break;
      index[axis] = 0;
    }
  }
  return { shape, data };
}

/** @throws RangeError where there is no such element. */
export function elementAt({ shape, data }: Constant, index: readonly number[]): Dimension {
  const inside = shape.every((size, axis) => index[axis]! >= 0 && index[axis]! < size);
  const element = data[shape.reduce((place, size, axis) => place * size + index[axis]!, 0)];
  if (!inside || element === undefined) {
    throw new RangeError(`a constant of shape ${describeShape(shape)} has no element [${index}]`);
  }
  return element;
}

/** The element that an operand contributes to a broadcast result. */
export function broadcastElement(constant: Constant, index: readonly number[]): Dimension {
  const missing = index.length - constant.shape.length;
  const own = constant.shape.map((size, axis) => (size === 1 ? 0 : index[axis + missing]!));
  return elementAt(constant, own);
}

/** Arithmetic on sizes: the batch passes through a product with 1 and a sum with 0 only. */
export function combine(a: Dimension, b: Dimension, neutral: number, f: (a: number, b: number) => number): Dimension {
  if (typeof a === "number" && typeof b === "number") return f(a, b);
  if (a === BATCH && b === neutral) return a;
  if (b === BATCH && a === neutral) return b;
  throw new RangeError("it computes with the number of images in the batch");
}
