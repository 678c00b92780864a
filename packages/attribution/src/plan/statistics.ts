import { consumersOf, type Network, type NetworkNode } from "@gipfel/network";
import { activationInputs } from "./elementwise.js";

/** Operations through which a statistic stays one, beside functions of one tensor. */
const passing = new Set(["reduce", "reshape", "transpose", "maxPool", "averagePool", "slice"]);

/**
 * Tensors that are nothing but what others are divided by, such as the variance and the deviation of a layer norm or the
 * squares under an L2 norm. They are no features of a network, so no layers, and on their own they would be a divisor of
 * zero at baseline.
 */
export function findStatistics(network: Network): ReadonlySet<string> {
  const consumers = consumersOf(network);
  const found = new Set<string>();
  for (const { name } of [...network.nodes.values()].reverse()) {
    const readers = consumers.get(name) ?? [];
    if (
      readers.length > 0 &&
      readers.every((reader) => divides(network, reader, name) || leadsOn(network, found, reader))
    ) {
      found.add(name);
    }
  }
  return found;
}

function divides(network: Network, { operation, inputs }: NetworkNode, name: string): boolean {
  if (operation.type === "scalar") return operation.function.name === "reciprocal";
  if (operation.type !== "binary") return false;
  if (operation.name === "divide") return inputs[0] !== name;
  const exponent = operation.name === "power" ? network.constants.get(inputs[1]!) : undefined;
  return exponent?.data.every((value) => value < 0) ?? false;
}

function leadsOn(network: Network, found: ReadonlySet<string>, reader: NetworkNode): boolean {
  if (!found.has(reader.name)) return false;
  const { type } = reader.operation;
  if (type === "scalar" || passing.has(type)) return true;
  return type === "binary" && new Set(activationInputs(network, reader)).size === 1;
}
