import type { Operation } from "./operation.js";
import { type Dimension, describeShape, fixedDimension, fixedSize, type Shape } from "./shape.js";
import { broadcastShapes, matMulShape } from "./shapes/broadcast.js";
import { convolutionShape, pooledShape } from "./shapes/window.js";

/** Size of a strided slice along an axis of `size` elements; `start` and `end` count from the front. */
export function sliceLength(start: number, end: number, step: number): number {
  return Math.max(0, Math.ceil((end - start) / step));
}

function concatShape(shapes: readonly Shape[], axis: number): Shape {
  const [first, ...rest] = shapes;
  if (!first) throw new RangeError("concatenation of nothing");
  const total = rest.reduce((sum, shape) => sum + fixedDimension(shape, axis), fixedDimension(first, axis));
  return first.map((dimension, i) => (i === axis ? total : dimension));
}

function resampledShape(x: Shape, matrix: Shape, axis: number): Shape {
  if (matrix.length !== 2 || fixedDimension(x, axis) !== matrix[0]) {
    throw new RangeError(`axis ${axis} of ${describeShape(x)} for a matrix ${describeShape(matrix)}`);
  }
  return x.map((dimension, i) => (i === axis ? matrix[1]! : dimension));
}

function reshapeTo(from: Shape, to: Shape): Shape {
  const symbols = (shape: Shape) => shape.filter((dimension) => typeof dimension === "string").join();
  if (fixedSize(from) !== fixedSize(to) || symbols(from) !== symbols(to)) {
    throw new RangeError(`${describeShape(from)} cannot be reshaped to ${describeShape(to)}`);
  }
  return to;
}

function transposeShape(shape: Shape, permutation: readonly number[]): Shape {
  const isPermutation = permutation.length === shape.length && shape.every((_, axis) => permutation.includes(axis));
  if (!isPermutation) throw new RangeError(`perm [${permutation}] is no order of the axes of ${describeShape(shape)}`);
  return permutation.map((axis) => shape[axis]!);
}

function reduceShape(shape: Shape, axes: readonly number[], keep: boolean): Shape {
  const reduced = new Set(axes);
  return keep
    ? shape.map((dimension, axis) => (reduced.has(axis) ? 1 : dimension))
    : shape.filter((_, axis) => !reduced.has(axis));
}

/** The shape of an operation's output from the shapes of its inputs; RangeError where they do not fit. */
export function inferShape(operation: Operation, inputs: readonly Shape[]): Shape {
  const [x, y, z] = inputs as [Shape, Shape, Shape];
  switch (operation.type) {
    case "input":
      throw new RangeError("an input states its own shape");
    case "convolution":
      return convolutionShape(operation, x, y);
    case "transposedConvolution":
      return [x[0]!, fixedDimension(y, 1) * operation.groups, ...operation.size];
    case "matMul":
      return matMulShape(x, y, operation.transposeA, operation.transposeB);
    case "binary":
    case "comparison":
      return broadcastShapes(x, y);
    case "where":
      return broadcastShapes(broadcastShapes(x, y), z);
    case "prelu":
    case "scalar":
    case "softmax":
    case "localResponseNormalisation":
      return x;
    case "concat":
      return concatShape(inputs, operation.axis);
    case "slice":
      return x.map((dimension, axis) =>
        axis === operation.axis ? sliceLength(operation.start, operation.end, operation.step) : dimension,
      );
    case "pad":
      return x.map((dimension, axis): Dimension => {
        const extra = operation.before[axis]! + operation.after[axis]!;
        return extra === 0 ? dimension : fixedDimension(x, axis) + extra;
      });
    case "resample":
      return resampledShape(x, y, operation.axis);
    case "reshape":
      return reshapeTo(x, operation.shape);
    case "transpose":
      return transposeShape(x, operation.permutation);
    case "maxPool":
    case "averagePool":
      return pooledShape(operation, x);
    case "maxPoolRoute":
      return pooledShape(operation, y);
    case "maxPoolUnroute":
      return [y[0] === 1 ? x[0]! : y[0]!, ...x.slice(1)];
    case "argMax":
      return x.slice(0, -1);
    case "reduce":
      return reduceShape(x, operation.axes, operation.keepDimensions);
  }
}
