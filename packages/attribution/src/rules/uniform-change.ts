/**
 * Changes that are the same at all positions of a channel, `[n, C, 1, 1]` for a tensor `[N, C, H, W]`: ones on a source
 * are, and stay so through pools, concatenations and factors. They cost nothing until positions differ.
 */
import type { Network, NetworkBuilder, NetworkNode, Value } from "@gipfel/network";
import { averages } from "../plan/baseline-kind.js";

export function isUniform(change: Value, full: readonly (number | string)[]): boolean {
  return (
    full.length === 4 &&
    change.shape.length === 4 &&
    change.shape[2] === 1 &&
    change.shape[3] === 1 &&
    (full[2] !== 1 || full[3] !== 1)
  );
}

/**
 * The uniform change of a node's output from uniform changes of its inputs; undefined where it is not uniform.
 *
 * @param dx of each input; undefined where it does not change.
 */
export function pushUniform(
  builder: NetworkBuilder,
  network: Network,
  node: NetworkNode,
  dx: readonly (Value | undefined)[],
): Value | undefined {
  const changes = dx.filter((change) => change !== undefined);
  const [x] = changes as [Value];
  const { operation } = node;
  switch (operation.type) {
    case "concat":
      return operation.axis === 1 && changes.length === dx.length ? builder.concat(changes, 1) : undefined;
    case "maxPool":
      return x;
    case "resample":
      return averages(network, node) ? x : undefined;
    case "averagePool":
      return operation.countPadding && operation.pads.some((n) => n > 0) ? undefined : x;
    case "slice":
      return operation.axis === 1 ? builder.apply(operation, [x]) : x;
    case "binary":
      return operation.name === "add" && changes.length === 2
        ? builder.add(changes[0]!, changes[1]!)
        : operation.name === "add"
          ? x
          : undefined;
    default:
      return undefined;
  }
}
