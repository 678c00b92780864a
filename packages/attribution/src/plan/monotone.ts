import type { Network, NetworkNode } from "@gipfel/network";

const rising = new Set([
  "relu",
  "sigmoid",
  "tanh",
  "softplus",
  "softsign",
  "erf",
  "exp",
  "log",
  "sqrt",
  "leakyRelu",
  "elu",
  "celu",
  "selu",
  "hardSigmoid",
  "clip",
  "round",
]);

/**
 * Whether a chain of elementwise operations is non-decreasing in its root and the same at all positions, so that the
 * maximum of the function is the function of the maximum.
 */
export function isMonotone(network: Network, body: readonly NetworkNode[]): boolean {
  return body.every((node) => {
    const constants = node.inputs.flatMap((input) => network.constants.get(input) ?? []);
    if (node.inputs.length - constants.length !== 1) return false;
    const everywhere = constants.every(
      ({ shape }) =>
        shape.slice(-2).every((dimension) => dimension === 1) ||
        (shape.length <= 1 && shape[0] === 1) ||
        shape.length === 0,
    );
    const { operation } = node;
    switch (operation.type) {
      case "scalar":
        return rising.has(operation.function.name) && !("alpha" in operation.function && operation.function.alpha < 0);
      case "prelu":
        return everywhere && constants[0]!.data.every((slope) => slope >= 0);
      case "binary":
        if (!everywhere) return false;
        if (operation.name === "add" || operation.name === "minimum" || operation.name === "maximum") return true;
        if (operation.name === "subtract") return !network.constants.has(node.inputs[0]!);
        if (operation.name === "multiply") return constants[0]!.data.every((factor) => factor >= 0);
        return (
          operation.name === "divide" &&
          network.constants.has(node.inputs[1]!) &&
          constants[0]!.data.every((factor) => factor > 0)
        );
      default:
        return false;
    }
  });
}
