/** ONNX files whose weights or shapes are impossible, infinite, or larger than any machine. */
import { DataType, type TensorProto } from "../../../packages/network/src/index.js";
import type { HostileCase } from "../testing/hostile-case.js";
import { convolution, floats, integers, node, onnxModel, operation } from "../testing/onnx-model.js";

const kernel = floats("kernel", [4, 3, 3, 3]);
const otherwise = (changes: Partial<TensorProto>) => convolution({}, { ...kernel, ...changes });
const input = (shape: readonly (number | string)[]) =>
  onnxModel({ nodes: [operation("Relu", ["x"], "y")], input: shape });

/** `x` plus the mean of something that is made from the constants `list` and `number`, and is far too large. */
const grown = (opType: string, inputs: readonly string[], constants: readonly TensorProto[]) =>
  onnxModel({
    nodes: [
      node(opType, inputs, "large"),
      node("ReduceMean", ["large"], "small", { keepdims: 0 }),
      operation("Add", ["x", "small"], "y"),
    ],
    constants,
  });
const tenGigabytes = [1, 25, 10_000, 10_000];

const unreadable = "MODEL_UNREADABLE";
const unsupported = "MODEL_UNSUPPORTED";

export const onnxTensors: readonly HostileCase[] = [
  {
    what: "dims of 10^18",
    make: () => otherwise({ dims: [1e18, 3, 3, 3] }),
    code: unreadable,
    says: /impossible shape/,
  },
  {
    what: "dims whose product overflows",
    make: () => otherwise({ dims: [2 ** 32, 2 ** 32, 1, 1] }),
    code: unreadable,
    says: /impossible shape/,
  },
  {
    what: "dims whose product is a zero by overflow",
    make: () => otherwise({ dims: [2 ** 62, 4, 2 ** 62, 0] }),
    code: unreadable,
    says: /impossible shape|values/,
  },
  {
    what: "negative dims",
    make: () => otherwise({ dims: [-4, 3, 3, -3] }),
    code: unreadable,
    says: /impossible shape/,
  },
  {
    what: "10,000 dims",
    make: () => otherwise({ dims: new Array(10_000).fill(1) }),
    code: unreadable,
    says: /impossible shape/,
  },
  {
    what: "fewer bytes than its shape",
    make: () => otherwise({ rawData: kernel.rawData!.subarray(4) }),
    code: unreadable,
    says: /107 values/,
  },
  {
    what: "half a value",
    make: () => otherwise({ rawData: kernel.rawData!.subarray(2) }),
    code: unreadable,
    says: /107.5 values/,
  },
  {
    what: "more bytes than its shape",
    make: () => otherwise({ dims: [4, 3, 3, 2] }),
    code: unreadable,
    says: /108 values/,
  },
  {
    what: "no values at all",
    make: () => otherwise({ rawData: new Uint8Array() }),
    code: unreadable,
    says: /0 values/,
  },
  { what: "an unknown element type", make: () => otherwise({ dataType: 99 }), code: unsupported, says: /type/i },
  { what: "weights of complex numbers", make: () => otherwise({ dataType: 14 }), code: unsupported, says: /type/i },
  { what: "weights of text", make: () => otherwise({ dataType: 8 }), code: unsupported, says: /type/i },
  {
    what: "a weight that is NaN",
    make: () => convolution({}, floats("kernel", [4, 3, 3, 3], [...new Array(107).fill(1), Number.NaN])),
    code: unreadable,
    says: /kernel.*NaN.*finite/,
  },
  {
    what: "a weight that is infinite",
    make: () => convolution({}, floats("kernel", [4, 3, 3, 3], [Number.POSITIVE_INFINITY, ...new Array(107).fill(1)])),
    code: unreadable,
    says: /kernel.*Infinity.*finite/,
  },
  {
    what: "doubles that no float32 can hold",
    make: () =>
      otherwise({
        dataType: DataType.DOUBLE,
        rawData: new Uint8Array(Float64Array.from({ length: 108 }, () => 1e300).buffer),
      }),
    code: unreadable,
    says: /kernel.*finite float32/,
  },
  {
    what: "images of 10^18 pixels",
    make: () => input([1, 3, 1e9, 1e9]),
    code: unsupported,
    says: /1000000000.*sizes from 1/,
  },
  {
    what: "images of overflowing size",
    make: () => input([1, 3, 2 ** 62, 2 ** 62]),
    code: unsupported,
    says: /sizes from 1/,
  },
  { what: "images of negative size", make: () => input([1, 3, -8, 8]), code: unsupported, says: /-8/ },
  {
    what: "a batch of 10^12",
    make: () => input([1e12, 3, 8, 8]),
    code: unsupported,
    says: /batch|large|1000000000000/,
  },
  { what: "a batch of −2", make: () => input([-2, 3, 8, 8]), code: unsupported, says: /-2.*sizes from 1/ },
  { what: "images of no shape", make: () => input([]), code: unsupported, says: /shape|image/i },
  {
    what: "a constant of 10 GB by ConstantOfShape",
    make: () => grown("ConstantOfShape", ["list"], [integers("list", tenGigabytes)]),
    code: unsupported,
    says: /large|memory/,
  },
  {
    what: "a constant of 10 GB by Expand",
    make: () => grown("Expand", ["number", "list"], [integers("list", tenGigabytes), floats("number", [1, 1, 1, 1])]),
    code: unsupported,
    says: /large|memory/,
  },
  {
    what: "a constant of 10 GB by Tile",
    make: () => grown("Tile", ["number", "list"], [integers("list", tenGigabytes), floats("number", [1, 1, 1, 1])]),
    code: unsupported,
    says: /large|memory/,
  },
  {
    what: "a constant of 10 GB by Range",
    make: () =>
      grown(
        "Range",
        ["from", "to", "step"],
        [floats("from", [], [0]), floats("to", [], [2.5e9]), floats("step", [], [1])],
      ),
    code: unsupported,
    says: /large|memory/,
  },
  {
    what: "a constant of 10^18 by ConstantOfShape",
    make: () => grown("ConstantOfShape", ["list"], [integers("list", [1e9, 1e9])]),
    code: unsupported,
    says: /large|memory/,
  },
  {
    what: "a constant of overflowing size",
    make: () => grown("ConstantOfShape", ["list"], [integers("list", [2 ** 40, 2 ** 40])]),
    code: unsupported,
    says: /large|memory|overflow/i,
  },
  {
    what: "a constant of negative size",
    make: () => grown("ConstantOfShape", ["list"], [integers("list", [-5, 3])]),
    code: unsupported,
    says: /size|shape|dim/i,
  },
  {
    what: "padding to 10^12 pixels",
    make: () =>
      onnxModel({
        nodes: [operation("Pad", ["x", "list"], "y")],
        constants: [integers("list", [0, 0, 5e5, 5e5, 0, 0, 5e5, 5e5])],
      }),
    code: unsupported,
    says: /large/,
  },
];
