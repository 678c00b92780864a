/**
 * Functions of one number that exporters take apart into steps which overflow or vanish in float32 where the whole does
 * not:
 *
 *     1 / (1 + exp(−x))  →  sigmoid(x)
 *     log(1 + exp(x))    →  softplus(x)
 *     log(sigmoid(x))    →  −softplus(−x)      (−∞ below −18 in steps)
 */
import { type Network, type NetworkNode, pruneNetwork } from "./network.js";
import type { ScalarFunction } from "./operation.js";

/** @returns the same function with such steps as one function each; `network` itself where there are none. */
export function joinFunctions(network: Network): Network {
  const nodes = new Map<string, NetworkNode>();
  let joined = false;
  for (const node of network.nodes.values()) {
    const made = joinedFunction({ ...network, nodes }, node);
    joined ||= made !== undefined;
    for (const own of made ?? [node]) nodes.set(own.name, own);
  }
  return joined ? pruneNetwork({ ...network, nodes }) : network;
}

type Scalar = ScalarFunction["name"];

function scalarOf(node: NetworkNode | undefined): Scalar | undefined {
  return node?.operation.type === "scalar" ? node.operation.function.name : undefined;
}

/** The nodes that take the place of one, its name the last; undefined where it stays. */
function joinedFunction(network: Network, node: NetworkNode): NetworkNode[] | undefined {
  const inputOf = (reader: NetworkNode | undefined) => network.nodes.get(reader?.inputs[0] ?? "");
  const scalar = (name: "sigmoid" | "softplus" | "negate", own: string, input: string): NetworkNode => ({
    name: own,
    operation: { type: "scalar", function: { name } },
    inputs: [input],
    shape: node.shape,
  });
  if (scalarOf(node) === "log") {
    const inner = inputOf(node);
    if (scalarOf(inner) === "sigmoid") {
      const [before, soft] = [`%${node.name}/negated`, `%${node.name}/softplus`];
      return [
        scalar("negate", before, inner!.inputs[0]!),
        scalar("softplus", soft, before),
        scalar("negate", node.name, soft),
      ];
    }
    const exponent = exponentOf(network, inner);
    return exponent === undefined ? undefined : [scalar("softplus", node.name, exponent)];
  }
  const denominator = denominatorOf(network, node);
  const exponent = network.nodes.get(exponentOf(network, denominator) ?? "");
  return scalarOf(exponent) === "negate" ? [scalar("sigmoid", node.name, exponent!.inputs[0]!)] : undefined;
}

/** x where a node is 1 + exp(x). */
function exponentOf(network: Network, node: NetworkNode | undefined): string | undefined {
  if (node?.operation.type !== "binary" || node.operation.name !== "add") return undefined;
  const [a, b] = node.inputs as [string, string];
  const power = isOne(network, a) ? network.nodes.get(b) : isOne(network, b) ? network.nodes.get(a) : undefined;
  return power && scalarOf(power) === "exp" && power.shape.length === node.shape.length ? power.inputs[0] : undefined;
}

/** y where a node is 1 / y. */
function denominatorOf(network: Network, { operation, inputs }: NetworkNode): NetworkNode | undefined {
  if (operation.type === "scalar" && operation.function.name === "reciprocal") return network.nodes.get(inputs[0]!);
  const isInverse = operation.type === "binary" && operation.name === "divide" && isOne(network, inputs[0]!);
  return isInverse ? network.nodes.get(inputs[1]!) : undefined;
}

function isOne({ constants }: Network, name: string): boolean {
  const constant = constants.get(name);
  return constant?.data.length === 1 && constant.data[0] === 1;
}
