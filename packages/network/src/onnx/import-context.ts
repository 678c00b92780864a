import type { NetworkBuilder, Value } from "../builder.js";
import type { Operation } from "../operation.js";
import { fixedDimension, normaliseAxis } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { Attributes, unsupported } from "./attributes.js";
import type { CanonicalModel } from "./canonicalise.js";
import type { NodeProto, TensorProto } from "./format.js";
import { integersFromProto, tensorFromProto } from "./tensor-data.js";

/** What the importer of one ONNX operator sees: its node, its inputs as values, and the network under construction. */
export class ImportContext {
  readonly attributes: Attributes;

  constructor(
    readonly node: NodeProto,
    private readonly model: Pick<CanonicalModel, "opset" | "batch">,
    readonly builder: NetworkBuilder,
    private readonly values: Map<string, Value>,
    private readonly initializers: Map<string, TensorProto>,
  ) {
    this.attributes = new Attributes(node);
  }

  get opset(): number {
    return this.model.opset;
  }

  /** The fixed batch of the file's graph, which stands for any number of images. */
  get batch(): number {
    return this.model.batch;
  }

  hasInput(index: number): boolean {
    return Boolean(this.node.input?.[index]);
  }

  /** The input as a value; constants of the file become constants of the network. */
  value(index: number): Value {
    const name = this.node.input?.[index] ?? "";
    const known = this.values.get(name);
    if (known) return known;
    const proto = this.initializers.get(name);
    if (!proto) throw unsupported(this.node, `its input ${index} (${name || "missing"}) is not defined`);
    const made = this.builder.constant(tensorFromProto(proto), name);
    this.values.set(name, made);
    return made;
  }

  isConstant(index: number): boolean {
    return this.initializers.has(this.node.input?.[index] ?? "");
  }

  constant(index: number): Tensor | undefined {
    const proto = this.initializers.get(this.node.input?.[index] ?? "");
    return proto && tensorFromProto(proto);
  }

  /** Integers that a newer opset passes as an input and an older one as an attribute. */
  integers(index: number, attribute?: string): number[] | undefined {
    const listed = attribute === undefined ? undefined : this.attributes.integers(attribute);
    if (listed) return listed;
    if (!this.hasInput(index)) return undefined;
    const proto = this.initializers.get(this.node.input![index]!);
    if (!proto) throw unsupported(this.node, `its input ${index} must be a constant`);
    return integersFromProto(proto);
  }

  /** One number that a newer opset passes as an input and an older one as an attribute. */
  number(index: number, attribute: string, fallback: number): number {
    if (this.attributes.has(attribute)) return this.attributes.float(attribute, fallback);
    if (!this.hasInput(index)) return fallback;
    const value = this.constant(index);
    if (value?.data.length !== 1) throw unsupported(this.node, `its input ${index} must be one constant number`);
    return value.data[0]!;
  }

  axis(value: Value, axis: number): number {
    return normaliseAxis(axis, value.shape.length);
  }

  /** The node's own output: the operation that carries the tensor's name of the file. */
  emit(operation: Operation, inputs: readonly Value[], output = 0): Value {
    return this.builder.apply(operation, inputs, this.node.output![output]!);
  }

  /** Per-channel values shaped to broadcast over axis 1 of `like`. */
  perChannel(values: Float32Array | readonly number[], like: Value): Value {
    const data = Float32Array.from(values);
    return this.builder.constant({ shape: [data.length, ...like.shape.slice(2).map(() => 1)], data });
  }

  channels(value: Value): number {
    return fixedDimension(value.shape, 1);
  }
}

/** Turns one ONNX node into operations of the network; returns its outputs in order. */
export type OperatorImporter = (context: ImportContext) => Value | Value[];
export type OperatorTable = Readonly<Record<string, OperatorImporter>>;
