import {
  type AttributeProto,
  AttributeType,
  DataType,
  type Network,
  type NetworkNode,
  type NodeProto,
  nodeNamed,
  type Shape,
  type TensorProto,
} from "@gipfel/network";

export type AttributeValue = number | readonly number[] | string;

/** Collects ONNX nodes and constants while a network is written. */
export class GraphWriter {
  readonly nodes: NodeProto[] = [];
  readonly constants: TensorProto[] = [];
  readonly #integers = new Map<string, string>();
  readonly #shared = new Map<string, string>();
  #counter = 0;

  constructor(private readonly network: Network) {}

  shapeOf(name: string): Shape {
    return this.network.constants.get(name)?.shape ?? nodeNamed(this.network, name).shape;
  }

  /** Appends one ONNX node; integers and lists become int attributes, floats must be passed by {@link float}. */
  emit(
    opType: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue | FloatAttribute>> = {},
  ): void {
    const attribute = Object.entries(attributes).map(([name, value]) => attributeProto(name, value));
    this.nodes.push({ opType, input: [...inputs], output: [...outputs], name: outputs[0]!, attribute });
  }

  /** A constant of 64-bit integers: shapes, axes, bounds. */
  integers(values: readonly number[]): string {
    const key = values.join();
    const known = this.#integers.get(key);
    if (known) return known;
    const name = `%integers/${this.#integers.size}`;
    this.#integers.set(key, name);
    this.constants.push({ name, dims: [values.length], dataType: DataType.INT64, int64Data: [...values] });
    return name;
  }

  number(value: number): string {
    const name = `%number/${this.constants.length}`;
    this.constants.push({ name, dims: [], dataType: DataType.FLOAT, floatData: [value] });
    return name;
  }

  /** What `write` made the first time it was asked for under this key. */
  once(key: string, write: () => string): string {
    const known = this.#shared.get(key);
    if (known) return known;
    const made = write();
    this.#shared.set(key, made);
    return made;
  }

  temporary(): string {
    this.#counter += 1;
    return `%temporary/${this.#counter}`;
  }
}

export interface FloatAttribute {
  readonly float: number;
}

export function float(value: number): FloatAttribute {
  return { float: value };
}

export function attributeProto(name: string, value: AttributeValue | FloatAttribute): AttributeProto {
  if (typeof value === "number") return { name, type: AttributeType.INT, i: value };
  if (typeof value === "string") return { name, type: AttributeType.STRING, s: Buffer.from(value) };
  if ("float" in value) return { name, type: AttributeType.FLOAT, f: value.float };
  return { name, type: AttributeType.INTS, ints: [...value] };
}

/** Writes one node of a network as ONNX nodes. */
export type OperationWriter<Operation> = (writer: GraphWriter, operation: Operation, node: NetworkNode) => void;
