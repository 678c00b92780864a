import {
  isBatched,
  type Network,
  type NetworkBuilder,
  type NetworkNode,
  type Operation,
  type Value,
} from "@gipfel/network";

/** Constants of a network inside another one under construction, each brought over once. */
export class ConstantPool {
  readonly #values = new Map<string, Value>();

  constructor(
    private readonly builder: NetworkBuilder,
    private readonly network: Network,
  ) {}

  get(name: string): Value | undefined {
    const known = this.#values.get(name);
    if (known) return known;
    const constant = this.network.constants.get(name);
    if (!constant) return undefined;
    const value = this.builder.constant(constant);
    this.#values.set(name, value);
    return value;
  }
}

/** An operation for inputs that may be the same for all images: a reshape then keeps the 1 of the batch axis. */
function forBatchOf(operation: Operation, input: Value): Operation {
  return operation.type === "reshape" && isBatched(operation.shape) && !isBatched(input.shape)
    ? { ...operation, shape: [input.shape[0]!, ...operation.shape.slice(1)] }
    : operation;
}

/**
 * Runs nodes of a network again, on other values.
 *
 * @param values the tensors that the nodes start from; what the nodes make is added.
 */
export function replay(
  builder: NetworkBuilder,
  constants: ConstantPool,
  nodes: Iterable<NetworkNode>,
  values: Map<string, Value>,
): void {
  for (const node of nodes) {
    const inputs = node.inputs.map((input) => {
      const value = values.get(input) ?? constants.get(input);
      if (!value) throw new RangeError(`${node.name} needs ${input}, which is not there`);
      return value;
    });
    const moving = inputs.find((_, i) => values.has(node.inputs[i]!)) ?? inputs[0]!;
    values.set(node.name, builder.apply(forBatchOf(node.operation, moving), inputs));
  }
}
