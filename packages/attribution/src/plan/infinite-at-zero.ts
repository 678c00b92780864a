/**
 * Tensors that a network divides by or takes the logarithm of: the sigmoid of a log-sigmoid, the deviation in a
 * normalization, the mean of a log-sum-exp. At zero, the baseline of a layer, what follows would be infinite; they are
 * parts of a function rather than layers.
 */
import { consumersOf, type Network, type NetworkNode } from "@gipfel/network";

/** @returns those of the candidates from which zeros reach a pole before they reach another candidate. */
export function infiniteAtZero(network: Network, candidates: ReadonlySet<string>): string[] {
  const consumers = consumersOf(network);
  return [...candidates].filter((candidate) => {
    const zeros = new Set([candidate]);
    const pending = [candidate];
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      for (const reader of consumers.get(name) ?? []) {
        if (zeros.has(reader.name)) continue;
        if (hasPole(network, reader, zeros)) return true;
        if (!isZero(network, reader, zeros) || candidates.has(reader.name)) continue;
        zeros.add(reader.name);
        pending.push(reader.name);
      }
    }
    return false;
  });
}

/** Whether a node is infinite or undefined where the given tensors are 0. */
export function hasPole(network: Network, { operation, inputs }: NetworkNode, zeros: ReadonlySet<string>): boolean {
  if (operation.type === "scalar") {
    return ["log", "reciprocal"].includes(operation.function.name) && zeros.has(inputs[0]!);
  }
  if (operation.type !== "binary") return false;
  if (operation.name === "divide") return zeros.has(inputs[1]!);
  const exponent = network.constants.get(inputs[1]!)?.data;
  return operation.name === "power" && zeros.has(inputs[0]!) && (exponent?.some((p) => p < 0) ?? false);
}

const keepsZero = new Set([
  "relu",
  "leakyRelu",
  "tanh",
  "softsign",
  "erf",
  "sqrt",
  "abs",
  "negate",
  "hardSwish",
  "elu",
]);
const linear = new Set(["reshape", "transpose", "slice", "maxPool", "averagePool", "reduce"]);

/** Whether a node is 0 where the given tensors are. Tensors beside them count as anything. */
function isZero(network: Network, { operation, inputs }: NetworkNode, zeros: ReadonlySet<string>): boolean {
  const all = inputs.every((input) => zeros.has(input) || isZeroConstant(network, input));
  switch (operation.type) {
    case "scalar":
      return keepsZero.has(operation.function.name);
    case "convolution":
      return zeros.has(inputs[0]!) && inputs.slice(2).every((bias) => isZeroConstant(network, bias));
    case "matMul":
      return true;
    case "concat":
      return all;
    case "binary":
      if (operation.name === "multiply") return true;
      if (operation.name === "divide" || operation.name === "power") return zeros.has(inputs[0]!);
      return all;
    default:
      return linear.has(operation.type);
  }
}

function isZeroConstant({ constants }: Network, name: string): boolean {
  return constants.get(name)?.data.every((value) => value === 0) ?? false;
}
