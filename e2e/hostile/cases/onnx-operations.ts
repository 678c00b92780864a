/** ONNX files whose operations have impossible attributes. */
import type { HostileCase } from "../testing/hostile-case.js";
import { convolution, integers, node, onnxModel } from "../testing/onnx-model.js";

const pool = (attributes: Readonly<Record<string, number | readonly number[]>>, opType = "MaxPool") =>
  onnxModel({ nodes: [node(opType, ["x"], "y", attributes)] });
const one = (...given: Parameters<typeof node>) => onnxModel({ nodes: [node(...given)] });
const unary = (opType: string, attributes: Parameters<typeof node>[3]) => one(opType, ["x"], "y", attributes);
const withList = (opType: string, values: readonly number[]) =>
  onnxModel({ nodes: [node(opType, ["x", "list"], "y")], constants: [integers("list", values)] });

const cases: readonly (readonly [what: string, make: () => Uint8Array, says: RegExp])[] = [
  ["a convolution of stride 0", () => convolution({ strides: [0, 1] }), /stride/i],
  ["a convolution of stride −1", () => convolution({ strides: [-1, -1] }), /stride/i],
  ["a convolution of dilation 0", () => convolution({ dilations: [0, 0] }), /dilation/i],
  ["a convolution of dilation −2", () => convolution({ dilations: [-2, 1] }), /dilation/i],
  ["a convolution of 0 groups", () => convolution({ group: 0 }), /group/i],
  ["a convolution of −1 groups", () => convolution({ group: -1 }), /group/i],
  ["a convolution with negative pads", () => convolution({ pads: [-1, -1, -1, -1] }), /pad/i],
  ["a convolution with pads of 2^40", () => convolution({ pads: [2 ** 40, 0, 0, 0] }), /pad|large|size|dimension/i],
  ["a convolution with one stride", () => convolution({ strides: [1] }), /stride/i],
  ["a convolution with three pads", () => convolution({ pads: [1, 1, 1] }), /pad/i],
  ["a convolution with a kernel that is stated otherwise", () => convolution({ kernel_shape: [5, 5] }), /kernel/i],
  ["a convolution with unknown padding", () => convolution({ auto_pad: "SOMEHOW" }), /auto_?pad|SOMEHOW/i],
  ["a pool with a window of −3", () => pool({ kernel_shape: [-3, -3] }), /kernel/i],
  ["a pool with a window of 0", () => pool({ kernel_shape: [0, 2] }), /kernel/i],
  ["a pool without a window", () => pool({ strides: [2, 2] }), /kernel/i],
  ["a pool with a window larger than its input", () => pool({ kernel_shape: [99, 99] }), /99|window|kernel/i],
  ["a pool with a window of 2^62", () => pool({ kernel_shape: [2 ** 62, 2 ** 62] }), /kernel|window|size|dim/i],
  ["a pool of stride 0", () => pool({ kernel_shape: [2, 2], strides: [0, 0] }), /stride/i],
  ["a pool of stride −2", () => pool({ kernel_shape: [2, 2], strides: [-2, -2] }, "AveragePool"), /stride/i],
  ["a pool with padding larger than its window", () => pool({ kernel_shape: [2, 2], pads: [9, 9, 9, 9] }), /pad/i],
  ["a pool with negative padding", () => pool({ kernel_shape: [2, 2], pads: [-1, -1, 0, 0] }), /pad/i],
  ["a concatenation along axis 9", () => one("Concat", ["x", "x"], "y", { axis: 9 }), /axis/i],
  ["a concatenation along axis −9", () => one("Concat", ["x", "x"], "y", { axis: -9 }), /axis/i],
  ["a flattening at axis 77", () => unary("Flatten", { axis: 77 }), /axis/i],
  ["a softmax along axis −77", () => unary("Softmax", { axis: -77 }), /axis/i],
  ["a mean over axis 12", () => unary("ReduceMean", { axes: [12] }), /axis|axes/i],
  ["a mean over axis −12", () => unary("ReduceMean", { axes: [-12] }), /axis|axes/i],
  ["a transposition with an axis twice", () => unary("Transpose", { perm: [0, 1, 1, 3] }), /perm/i],
  ["a transposition with an axis that is not there", () => unary("Transpose", { perm: [0, 1, 2, 9] }), /perm/i],
  ["a transposition of too few axes", () => unary("Transpose", { perm: [0, 1] }), /perm/i],
  ["a squeezing of axis −5", () => withList("Squeeze", [-5]), /axis|axes/i],
  ["an axis of 2^62 added", () => withList("Unsqueeze", [2 ** 62]), /axis|axes/i],
  ["a reshape to a negative size", () => withList("Reshape", [1, -7, 8, 8]), /dimension|shape|-7/i],
  ["a reshape to two free sizes", () => withList("Reshape", [1, -1, -1, 8]), /-1|shape|dimension/i],
  [
    "a reshape to an overflowing size",
    () => withList("Reshape", [2 ** 32, 2 ** 32, 2 ** 32]),
    /shape|dimension|reshape/i,
  ],
  ["negative pads larger than the image", () => withList("Pad", [0, 0, -99, 0, 0, 0, 0, 0]), /pad/i],
  ["padding with too few numbers", () => withList("Pad", [0, 0, 1]), /pad/i],
  ["an expansion to what does not fit", () => withList("Expand", [1, 5, 8, 8]), /shape|dimension|broadcast|Expand/i],
];

/** All are of files that protobuf can read, so that the operation is at fault and named. */
export const onnxOperations: readonly HostileCase[] = cases.map(([what, make, says]) => ({
  ...{ what, make, says },
  code: "MODEL_UNSUPPORTED",
}));
