/**
 * Softmax and local response normalisation written out, so that elementwise functions, linear maps, products, quotients
 * and maxima are all that attribution rules have to know. The same function within rounding.
 *
 *     softmax:                       e = exp(x − max x),  y = e / Σ e
 *     local response normalisation:  y = x · (bias + α/n · Σ_window x²)^(−β)     (Krizhevsky 2012, n channels a window)
 *
 * The maximum keeps the exponential in range and leaves the function as it is. It is the one `reduce` by maximum that a
 * network can hold, so a rule may treat it as the shift that it is.
 */
import {
  fixedDimension,
  type Network,
  NetworkBuilder,
  type NetworkNode,
  type OperationOf,
  scalar,
  type Tensor,
  type Value,
} from "@gipfel/network";
import { channelWindow } from "../rules/derivative/local-response-normalisation.js";

/** @returns a network in which all tensors of `network` are there under their names; `network` itself if nothing changes. */
export function decompose(network: Network): Network {
  if (![...network.nodes.values()].some(({ operation }) => isWrittenOut(operation.type))) return network;
  const builder = new NetworkBuilder();
  const values = new Map<string, Value>();
  for (const [name, constant] of network.constants) values.set(name, builder.constant(constant, name));
  for (const node of network.nodes.values()) {
    const inputs = node.inputs.map((input) => values.get(input)!);
    values.set(node.name, writeOut(new Naming(builder, node.name), node, inputs));
  }
  const all = [...network.nodes.keys()].map((name) => values.get(name)!);
  return { ...builder.build(all), inputs: network.inputs, outputs: network.outputs };
}

const isWrittenOut = (type: string) => type === "softmax" || type === "localResponseNormalisation";

/** Names what one operation becomes after its tensor, since the names of the network stay taken. */
class Naming {
  constructor(
    readonly builder: NetworkBuilder,
    readonly name: string,
  ) {}

  inner(part: string): string {
    return `%${this.name}/${part}`;
  }

  constant(value: Tensor, part: string): Value {
    return this.builder.constant(value, this.inner(part));
  }
}

function writeOut(naming: Naming, { operation, name, shape }: NetworkNode, inputs: readonly Value[]): Value {
  switch (operation.type) {
    case "input":
      return naming.builder.input(name, shape);
    case "softmax":
      return softmax(naming, operation, inputs[0]!);
    case "localResponseNormalisation":
      return localResponseNormalisation(naming, operation, inputs[0]!);
    default:
      return naming.builder.apply(operation, inputs, name);
  }
}

function softmax(naming: Naming, { axis }: OperationOf<"softmax">, x: Value): Value {
  const { builder } = naming;
  const over = { type: "reduce", axes: [axis], keepDimensions: true } as const;
  const largest = builder.apply({ ...over, name: "max" }, [x], naming.inner("maximum"));
  const shifted = builder.apply({ type: "binary", name: "subtract" }, [x, largest], naming.inner("shifted"));
  const powers = builder.apply({ type: "scalar", function: { name: "exp" } }, [shifted], naming.inner("exponential"));
  const sum = builder.apply({ ...over, name: "sum" }, [powers], naming.inner("sum"));
  return builder.apply({ type: "binary", name: "divide" }, [powers, sum], naming.name);
}

function localResponseNormalisation(
  naming: Naming,
  { size, alpha, beta, bias }: OperationOf<"localResponseNormalisation">,
  x: Value,
): Value {
  const { builder } = naming;
  const binary = (name: "add" | "multiply" | "power", a: Value, b: Value, part: string) =>
    builder.apply({ type: "binary", name }, [a, b], part);
  const squares = binary("multiply", x, x, naming.inner("squares"));
  const kernel = channelWindow(fixedDimension(x.shape, 1), size, false);
  const scaled = naming.constant({ ...kernel, data: kernel.data.map((one) => (one * alpha) / size) }, "kernel");
  const window = { strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1], groups: 1 } as const;
  const sums = builder.apply({ type: "convolution", ...window }, [squares, scaled], naming.inner("sums"));
  const raised = binary("add", sums, naming.constant(scalar(bias), "bias"), naming.inner("denominator"));
  const divisor = binary("power", raised, naming.constant(scalar(-beta), "exponent"), naming.inner("factor"));
  return binary("multiply", x, divisor, naming.name);
}
