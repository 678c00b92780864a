/**
 * Which tensors are elementwise functions of one other tensor. Frameworks export x·sigmoid(x), hard-swish or GELU as
 * several operations; seen from the tensor where they begin, their root, they are one function σ of one number.
 */
import { type Network, type NetworkNode, nodeNamed, sameShape } from "@gipfel/network";

/** Inputs of a node that are activations, not constants. */
export function activationInputs(network: Network, node: NetworkNode): string[] {
  return node.inputs.filter((input) => !network.constants.has(input));
}

/** The inputs that a small change goes through: all but the condition of a selection, and none of a comparison. */
export function movingInputs(network: Network, node: NetworkNode): string[] {
  if (node.operation.type === "comparison") return [];
  const inputs = node.operation.type === "where" ? { ...node, inputs: node.inputs.slice(1) } : node;
  return activationInputs(network, inputs);
}

/** Whether each output element depends on the elements at the same place alone, and the shape stays. */
export function isElementwise(network: Network, node: NetworkNode): boolean {
  switch (node.operation.type) {
    case "scalar":
    case "prelu":
    case "binary":
    case "comparison":
    case "where":
      return activationInputs(network, node).every((input) => sameShape(nodeNamed(network, input).shape, node.shape));
    default:
      return false;
  }
}

/** Whether an elementwise node is affine in its activations: a sum, or a product or quotient with a constant. */
export function isAffineElementwise(network: Network, node: NetworkNode): boolean {
  const { operation } = node;
  if (operation.type === "scalar") return operation.function.name === "negate";
  if (operation.type !== "binary") return false;
  if (operation.name === "add" || operation.name === "subtract") return true;
  const constantRight = network.constants.has(node.inputs[1]!);
  if (operation.name === "multiply") return constantRight || network.constants.has(node.inputs[0]!);
  return operation.name === "divide" && constantRight;
}

/**
 * The root of every tensor: the tensor it is an elementwise function of, itself if of no other.
 *
 * @param nodes in topological order; tensors outside (the sources of a segment) are roots.
 */
export function elementwiseRoots(network: Network, nodes: Iterable<NetworkNode>): Map<string, string> {
  const roots = new Map<string, string>();
  const rootOf = (name: string) => roots.get(name) ?? name;
  for (const node of nodes) {
    const inputRoots = new Set(activationInputs(network, node).map(rootOf));
    const [root] = inputRoots;
    roots.set(
      node.name,
      root !== undefined && inputRoots.size === 1 && isElementwise(network, node) ? root : node.name,
    );
  }
  return roots;
}

/** The nodes between a root and an elementwise function of it, in topological order, the function's node last. */
export function elementwiseBody(network: Network, root: string, node: NetworkNode): NetworkNode[] {
  const body = new Map<string, NetworkNode>();
  const isOutside = (name: string) => name === root || network.constants.has(name) || body.has(name);
  // A stack of its own: a chain may be longer than the call stack is deep.
  const stack = [node.name];
  for (let name = stack.at(-1); name !== undefined; name = stack.at(-1)) {
    const inner = nodeNamed(network, name);
    const missing = inner.inputs.filter((input) => !isOutside(input));
    if (missing.length > 0) stack.push(...missing.reverse());
    else {
      stack.pop();
      body.set(name, body.get(name) ?? inner);
    }
  }
  return [...body.values()];
}
