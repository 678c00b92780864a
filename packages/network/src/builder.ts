import { inferShape } from "./infer-shape.js";
import { type Network, type NetworkNode, pruneNetwork } from "./network.js";
import type { BinaryName, ComparisonName, Operation, ScalarFunction } from "./operation.js";
import { checkedShape, describeShape, type Shape, sameShape } from "./shape.js";
import { broadcastShapes } from "./shapes/broadcast.js";
import { scalar, type Tensor } from "./tensor.js";

/** A tensor of a network under construction. */
export interface Value {
  readonly name: string;
  readonly shape: Shape;
}

/**
 * Builds a network operation by operation. Shapes are inferred as it goes; an operation that stands there already
 * (same attributes, same inputs) is reused, so rules may ask for the same tensor as often as they like.
 */
export class NetworkBuilder {
  readonly #nodes = new Map<string, NetworkNode>();
  readonly #constants = new Map<string, Tensor>();
  readonly #inputs: string[] = [];
  readonly #known = new Map<string, Value>();
  readonly #scalars = new Map<number, Value>();
  readonly #ones = new Set<string>();
  #counter = 0;

  input(name: string, shape: Shape): Value {
    this.#inputs.push(name);
    return this.#add({ name, operation: { type: "input" }, inputs: [], shape: checkedShape(shape) });
  }

  constant(value: Tensor, name = this.#freshName()): Value {
    this.#constants.set(name, value);
    if (value.data.every((element) => element === 1)) this.#ones.add(name);
    return { name, shape: value.shape };
  }

  scalar(value: number): Value {
    const known = this.#scalars.get(value);
    if (known) return known;
    const made = this.constant(scalar(value));
    this.#scalars.set(value, made);
    return made;
  }

  apply(operation: Operation, inputs: readonly Value[], name?: string): Value {
    const names = inputs.map((input) => input.name);
    const key = name === undefined ? `${attributeKey(operation)}(${names.join()})` : undefined;
    const known = key === undefined ? undefined : this.#known.get(key);
    if (known) return known;
    const shape = this.#infer(operation, inputs, name);
    const value = this.#add({ name: name ?? this.#freshName(), operation, inputs: names, shape });
    if (key !== undefined) this.#known.set(key, value);
    return value;
  }

  /** Whether a tensor is made by an operation, and not a constant. */
  makes({ name }: Value): boolean {
    return this.#nodes.has(name);
  }

  /** The finished network with the given outputs and only what they need. */
  build(outputs: readonly Value[]): Network {
    return pruneNetwork({
      inputs: this.#inputs,
      outputs: outputs.map((output) => output.name),
      nodes: this.#nodes,
      constants: this.#constants,
    });
  }

  binary(name: BinaryName, a: Value, b: Value): Value {
    return this.apply({ type: "binary", name }, [a, b]);
  }
  add(a: Value, b: Value): Value {
    return this.binary("add", a, b);
  }
  subtract(a: Value, b: Value): Value {
    return this.binary("subtract", a, b);
  }
  /** Multiplication with ones that repeat nothing is left out. */
  multiply(a: Value, b: Value): Value {
    const product = (x: Value, ones: Value) =>
      this.#ones.has(ones.name) && sameShape(broadcastShapes(x.shape, ones.shape), x.shape);
    if (product(a, b)) return a;
    if (product(b, a)) return b;
    return this.binary("multiply", a, b);
  }
  divide(a: Value, b: Value): Value {
    return this.binary("divide", a, b);
  }
  compare(name: ComparisonName, a: Value, b: Value): Value {
    return this.apply({ type: "comparison", name }, [a, b]);
  }
  where(condition: Value, a: Value, b: Value): Value {
    return this.apply({ type: "where" }, [condition, a, b]);
  }
  scalarFunction(f: ScalarFunction, x: Value): Value {
    return this.apply({ type: "scalar", function: f }, [x]);
  }
  matMul(a: Value, b: Value, transpose: { a?: boolean; b?: boolean } = {}): Value {
    return this.apply({ type: "matMul", transposeA: transpose.a ?? false, transposeB: transpose.b ?? false }, [a, b]);
  }
  reshape(x: Value, shape: Shape): Value {
    return sameShape(x.shape, shape) ? x : this.apply({ type: "reshape", shape }, [x]);
  }
  transpose(x: Value, permutation: readonly number[]): Value {
    return this.apply({ type: "transpose", permutation }, [x]);
  }
  reduce(name: "mean" | "sum" | "max", x: Value, axes: readonly number[], keepDimensions = false): Value {
    return axes.length === 0 ? x : this.apply({ type: "reduce", name, axes, keepDimensions }, [x]);
  }
  slice(x: Value, axis: number, start: number, end: number, step = 1): Value {
    if (start === 0 && end === x.shape[axis] && step === 1) return x;
    return this.apply({ type: "slice", axis, start, end, step }, [x]);
  }
  /** @param matrix constant `[size, size']`. */
  resample(x: Value, axis: number, matrix: Tensor): Value {
    return this.apply({ type: "resample", axis }, [x, this.constant(matrix)]);
  }
  concat(values: readonly Value[], axis: number): Value {
    return values.length === 1 ? values[0]! : this.apply({ type: "concat", axis }, values);
  }
  pad(x: Value, before: readonly number[], after: readonly number[], value = 0): Value {
    if (before.every((n) => n === 0) && after.every((n) => n === 0)) return x;
    return this.apply({ type: "pad", before, after, value }, [x]);
  }

  #infer(operation: Operation, inputs: readonly Value[], name: string | undefined): Shape {
    const shapes = inputs.map((input) => input.shape);
    try {
      return checkedShape(inferShape(operation, shapes));
    } catch (error) {
      const where = name === undefined ? operation.type : `${operation.type} ${name}`;
      const reason = error instanceof Error ? error.message : String(error);
      throw new RangeError(`${where} of ${shapes.map(describeShape).join(" and ")}: ${reason}`, { cause: error });
    }
  }

  #add(node: NetworkNode): Value {
    if (this.#nodes.has(node.name)) throw new RangeError(`two tensors named ${node.name}`);
    this.#nodes.set(node.name, node);
    return { name: node.name, shape: node.shape };
  }

  #freshName(): string {
    this.#counter += 1;
    return `%${this.#counter}`;
  }
}

/** JSON with infinities, which plain JSON would fold into null. */
function attributeKey(operation: Operation): string {
  return JSON.stringify(operation, (_, value: unknown) =>
    typeof value === "number" && !Number.isFinite(value) ? String(value) : value,
  );
}
