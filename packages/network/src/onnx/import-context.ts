import type { NetworkBuilder, Value } from "../builder.js";
import type { Operation } from "../operation.js";
import { BATCH, type Dimension, fixedDimension, normaliseAxis } from "../shape.js";
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
    /** Tensors of the file before whose axes the batch lies; see frame.ts. */
    private readonly folded: Set<string> = new Set(),
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

  /**
   * The input as a value, its first axis the batch; constants of the file become constants of the network.
   *
   * @throws GipfelError MODEL_UNSUPPORTED where the first axis is no batch.
   */
  value(index: number): Value {
    if (this.isFolded(index)) throw unsupported(this.node, `the first axis of its input ${index} is not the batch`);
    return this.#tensor(index);
  }

  /** Whether the batch lies before the axes that the input has in the file. */
  isFolded(index: number): boolean {
    return this.folded.has(this.node.input?.[index] ?? "");
  }

  /** Says so of an output. */
  fold(output: number): void {
    this.folded.add(this.node.output![output]!);
  }

  /** The input with the batch before the axes that it has in the file; a constant as it is. */
  perImage(index: number): Value {
    const value = this.#tensor(index);
    if (this.isFolded(index) || this.isConstant(index)) return value;
    return this.builder.reshape(value, [BATCH, 1, ...value.shape.slice(1)]);
  }

  /** The shape that the input has in the file, for a batch of one image. */
  fileShape(index: number): readonly Dimension[] {
    const { shape } = this.#tensor(index);
    if (this.isConstant(index)) return shape;
    return this.isFolded(index) ? shape.slice(1) : [1, ...shape.slice(1)];
  }

  /** The input as the node's output. */
  passOn(index = 0, output = 0): Value {
    if (this.isFolded(index)) this.fold(output);
    return this.#tensor(index);
  }

  #tensor(index: number): Value {
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

  /** ONNX's number for the type of a constant input. */
  dataType(index: number): number | undefined {
    return this.initializers.get(this.node.input?.[index] ?? "")?.dataType;
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
