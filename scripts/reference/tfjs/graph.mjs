/** Graph models as TensorFlow.js stores them, built node by node. */
import { sizeOf, uniform } from "./random.mjs";

/** Collects nodes and weights; every method returns the name of the tensor it makes. */
export class Graph {
  nodes = [];
  weights = [];
  signature = undefined;

  /** @param shape without the batch; open sizes −1. */
  constructor(shape, batch = -1) {
    const dim = [batch, ...shape].map((size) => ({ size: String(size) }));
    this.nodes.push({
      name: "image",
      op: "Placeholder",
      attr: { dtype: { type: "DT_FLOAT" }, shape: { shape: { dim } } },
    });
  }

  op(op, input, attr = {}, name = `${op}_${this.nodes.length}`) {
    this.nodes.push({ name, op, input, attr: { T: { type: "DT_FLOAT" }, ...attr } });
    return name;
  }

  #constant(dtype, shape, data) {
    const name = `const_${this.nodes.length}`;
    this.nodes.push({ name, op: "Const", attr: { dtype: { type: dtype === "int32" ? "DT_INT32" : "DT_FLOAT" } } });
    this.weights.push({ name, shape, dtype, data });
    return name;
  }

  floats(shape, low = -0.5, high = 0.5) {
    return this.#constant("float32", shape, uniform(sizeOf(shape), this.nodes.length, low, high));
  }

  number(value) {
    return this.#constant("float32", [], Float32Array.of(value));
  }

  integers(...values) {
    return this.#constant("int32", [values.length], Int32Array.from(values));
  }

  integer(value) {
    return this.#constant("int32", [], Int32Array.of(value));
  }

  /** `[N, K]` of several tensors. */
  finish(...tensors) {
    const flat = tensors.map(([tensor, size]) => this.op("Reshape", [tensor, this.integers(-1, size)]));
    if (flat.length > 1) this.op("ConcatV2", [...flat, this.integer(1)], { N: { i: String(flat.length) } }, "joined");
    return this;
  }
}

export const text = (value) => ({ s: Buffer.from(value).toString("base64") });
const texts = (...values) => ({ list: { s: values.map((value) => Buffer.from(value).toString("base64")) } });
export const ints = (...values) => ({ list: { i: values.map(String) } });
export const flag = (value) => ({ b: value });

export const window = ({
  strides = [1, 1],
  padding = "SAME",
  dilations = [1, 1],
  format = "NHWC",
  explicit,
  ksize,
} = {}) => {
  const spread = ([h, w]) => (format === "NHWC" ? ints(1, h, w, 1) : ints(1, 1, h, w));
  return {
    strides: spread(strides),
    dilations: spread(dilations),
    padding: text(padding),
    data_format: text(format),
    ...(explicit ? { explicit_paddings: ints(...explicit) } : {}),
    ...(ksize ? { ksize: spread(ksize) } : {}),
  };
};

export const fused = (...names) => ({
  fused_ops: texts(...names),
  num_args: { i: String(names.includes("BiasAdd") ? 1 : 0) },
  epsilon: { f: 0.001 },
});
