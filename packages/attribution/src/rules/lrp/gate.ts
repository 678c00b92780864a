import { fixedSize, type Network, type NetworkNode, nodeNamed } from "@gipfel/network";
import type { ValueRange } from "./value-range.js";

/** A bit above 1, as rounding may leave a gate that is written out, such as relu6(x + 3) / 6. */
const mostOpen = 1 + 1e-6;

/**
 * Which input of a product is the gate: the one that is repeated over positions or channels, else the one that lies
 * between 0 and 1. Undefined where neither or both do.
 */
export function gateOf(
  network: Network,
  ranges: ReadonlyMap<string, ValueRange>,
  { inputs, shape }: NetworkNode,
): number | undefined {
  const isRepeated = (input: string) => fixedSize(nodeNamed(network, input).shape) < fixedSize(shape);
  const isUnit = (input: string) => ranges.get(input)!.low >= 0 && ranges.get(input)!.high <= mostOpen;
  const gates = inputs.some(isRepeated) ? inputs.map(isRepeated) : inputs.map(isUnit);
  return gates[0] === gates[1] ? undefined : gates.indexOf(true);
}
