import type { Value } from "../../builder.js";
import { fixedDimension } from "../../shape.js";
import { type Tensor, tensor } from "../../tensor.js";
import { unsupported } from "../attributes.js";
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

/** y = alpha·A'·B' + beta·C with a constant B. */
function gemm(context: ImportContext): Value {
  const { attributes, builder } = context;
  const matrix = context.constant(1);
  if (matrix?.shape.length !== 2) throw unsupported(context.node, "its second input must be a constant matrix");
  if (attributes.integer("transA", 0))
    throw unsupported(context.node, "a transposed first input mixes the images of a batch");
  const kernel = builder.constant(weights(matrix, attributes.integer("transB", 0) !== 0, attributes.float("alpha", 1)));
  const x = context.value(0);
  const product = { type: "matMul", transposeA: false, transposeB: false } as const;
  const beta = attributes.float("beta", 1);
  if (!context.hasInput(2) || beta === 0) return context.emit(product, [x, kernel]);
  const bias = context.constant(2);
  if (!bias) throw unsupported(context.node, "its third input must be a constant");
  const scaled = builder.constant({ shape: bias.shape, data: bias.data.map((value) => beta * value) });
  return context.emit({ type: "binary", name: "add" }, [builder.apply(product, [x, kernel]), scaled]);
}

/** A product with a constant matrix over the last axis; `[N, H, W, C]` is taken through a 1×1 convolution. */
function matMul(context: ImportContext): Value {
  const x = context.value(0);
  const matrix = context.constant(1);
  if (matrix?.shape.length !== 2) throw unsupported(context.node, "its second input must be a constant matrix");
  if (x.shape.length === 2) {
    return context.emit({ type: "matMul", transposeA: false, transposeB: false }, [x, context.value(1)]);
  }
  if (x.shape.length !== 4)
    throw unsupported(context.node, `its first input has shape [${x.shape}]; 2 or 4 axes are supported`);
  const { builder } = context;
  const [inputs, outputs] = [fixedDimension(matrix.shape, 0), fixedDimension(matrix.shape, 1)];
  const kernel = builder.constant(tensor([outputs, inputs, 1, 1], weights(matrix, true, 1).data));
  const channelsFirst = builder.transpose(x, [0, 3, 1, 2]);
  const convolved = builder.apply(
    { type: "convolution", strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1], groups: 1 },
    [channelsFirst, kernel],
  );
  return context.emit({ type: "transpose", permutation: [0, 2, 3, 1] }, [convolved]);
}

export const denseOperators: OperatorTable = { Gemm: gemm, MatMul: matMul };
