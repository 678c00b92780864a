import type { NetworkBuilder, Value } from "../../builder.js";
import type { Operation } from "../../operation.js";
import { describeShape, fixedSize } from "../../shape.js";
import { type Tensor, tensor } from "../../tensor.js";
import { unsupported } from "../attributes.js";
import { frameOf } from "../frame.js";
import type { ImportContext, OperatorTable } from "../import-context.js";

/** Rows and columns of a block that fits into the cache when a matrix is transposed. */
const block = 32;

/** A constant matrix as `[inputs, outputs]`, scaled. */
function weights(value: Tensor, transpose: boolean, scale: number): Tensor {
  const scaled = scale === 1 ? value : { ...value, data: value.data.map((element) => scale * element) };
  return transpose ? transposed(scaled) : scaled;
}

function transposed({ shape, data }: Tensor): Tensor {
  const [rows, columns] = shape as [number, number];
  const turned = new Float32Array(data.length);
  for (let top = 0; top < rows; top += block) {
    const bottom = Math.min(rows, top + block);
    for (let left = 0; left < columns; left += block) {
      const right = Math.min(columns, left + block);
      for (let c = left; c < right; c += 1) {
        for (let r = top; r < bottom; r += 1) turned[c * rows + r] = data[r * columns + c]!;
      }
    }
  }
  return tensor([columns, rows], turned);
}

/** y = alpha·A'·B' + beta·C. */
function gemm(context: ImportContext): Value {
  const { attributes, builder } = context;
  const matrix = context.constant(1);
  const isDense = matrix?.shape.length === 2 && !attributes.integer("transA", 0);
  if (!isDense) return productOfMatrices(context);
  const kernel = weights(matrix, attributes.integer("transB", 0) !== 0, attributes.float("alpha", 1));
  const { offset, value, emit } = frameOf(context, [0]);
  const beta = attributes.float("beta", 1);
  const product = { type: "matMul", transposeA: false, transposeB: false } as const;
  const dense = (finish: (operation: Operation, inputs: readonly Value[]) => Value) =>
    offset === 0 ? finish(product, [value(0), builder.constant(kernel)]) : linear(builder, value(0), kernel, finish);
  if (!context.hasInput(2) || beta === 0) return dense(emit);
  const bias = context.constant(2);
  if (!bias) throw unsupported(context.node, "its third input must be a constant");
  const scaled = builder.constant({ shape: bias.shape, data: bias.data.map((term) => beta * term) });
  const multiplied = dense((operation, inputs) => builder.apply(operation, inputs));
  return emit({ type: "binary", name: "add" }, [multiplied, scaled]);
}

/** The same of two matrices that depend on the images, or of one whose rows and columns are exchanged. */
function productOfMatrices(context: ImportContext): Value {
  const { attributes, builder } = context;
  const frame = frameOf(context, context.hasInput(2) ? [0, 1, 2] : [0, 1], true);
  const transpose = { a: attributes.integer("transA", 0) !== 0, b: attributes.integer("transB", 0) !== 0 };
  const product = builder.matMul(frame.value(0), frame.value(1), transpose);
  const scaled = builder.multiply(product, builder.scalar(attributes.float("alpha", 1)));
  const bias = context.hasInput(2)
    ? builder.multiply(frame.value(2), builder.scalar(attributes.float("beta", 1)))
    : builder.scalar(0);
  return frame.emit({ type: "binary", name: "add" }, [scaled, bias]);
}

/** A product with a constant matrix over the last axis, or of two tensors that depend on the images. */
function matMul(context: ImportContext): Value {
  const { builder } = context;
  const [left, right] = [context.constant(0), context.constant(1)];
  const product = { type: "matMul", transposeA: false, transposeB: false } as const;
  if (right?.shape.length === 2) {
    const { value, emit } = frameOf(context, [0]);
    const x = value(0);
    return x.shape.length === 2 ? emit(product, [x, context.value(1)]) : linear(builder, x, right, emit);
  }
  if (left?.shape.length === 2 && context.fileShape(1).length > 2) {
    const { value, emit } = frameOf(context, [1]);
    const x = value(1);
    const swap = x.shape.map((_, axis) => axis);
    swap.push(...swap.splice(-2).reverse());
    const made = linear(builder, builder.transpose(x, swap), weights(left, true, 1), (operation, inputs) =>
      builder.apply(operation, inputs),
    );
    return emit({ type: "transpose", permutation: swap }, [made]);
  }
  if ([0, 1].some((index) => context.fileShape(index).length < 2)) {
    throw unsupported(context.node, "products with vectors are not supported, only with matrices");
  }
  const ranks = [0, 1].map((index) => context.fileShape(index).length);
  const plain = ranks[0] === ranks[1] && ranks[0]! > 2 && !context.isConstant(0) && !context.isConstant(1);
  const frame = frameOf(context, [0, 1], !plain);
  const rank = Math.max(...ranks) + frame.offset;
  const values = [0, 1].map((index) => {
    const value = frame.value(index);
    const ones = new Array<number>(rank - value.shape.length).fill(1);
    return context.isConstant(index)
      ? value
      : builder.reshape(value, [value.shape[0]!, ...ones, ...value.shape.slice(1)]);
  });
  return frame.emit(product, values);
}

/**
 * x `[N, …, I]` by W `[I, O]`, as a 1×1 convolution with the last axis for channels and the others for positions:
 * `[N, H, W, I]` over height and width, any other tensor over one axis of all positions.
 */
function linear(
  builder: NetworkBuilder,
  x: Value,
  kernel: Tensor,
  finish: (operation: Operation, inputs: readonly Value[]) => Value,
): Value {
  const [inputs, outputs] = kernel.shape as [number, number];
  const [batch, ...inner] = x.shape;
  const leading = inner.slice(0, -1);
  if (inner.at(-1) !== inputs) throw new RangeError(`${describeShape(x.shape)} by a matrix [${kernel.shape}]`);
  const convolution = {
    type: "convolution",
    strides: [1, 1],
    pads: [0, 0, 0, 0],
    dilations: [1, 1],
    groups: 1,
  } as const;
  const filter = builder.constant(tensor([outputs, inputs, 1, 1], weights(kernel, true, 1).data));
  if (leading.length === 2) {
    const convolved = builder.apply(convolution, [builder.transpose(x, [0, 3, 1, 2]), filter]);
    return finish({ type: "transpose", permutation: [0, 2, 3, 1] }, [convolved]);
  }
  const positions = fixedSize(leading);
  const rows = builder.reshape(x, [batch!, positions, inputs, 1]);
  const convolved = builder.apply(convolution, [builder.transpose(rows, [0, 2, 1, 3]), filter]);
  const turned = builder.transpose(convolved, [0, 2, 1, 3]);
  return finish({ type: "reshape", shape: [batch!, ...leading, outputs] }, [turned]);
}

export const denseOperators: OperatorTable = { Gemm: gemm, MatMul: matMul };
