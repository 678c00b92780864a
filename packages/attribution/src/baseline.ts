/**
 * A segment's tensors when its sources are at baseline. They do not depend on the images: `[1, C, H, W]`, and where
 * all positions agree `[1, C, 1, 1]`, which broadcasts and costs nothing.
 */
import {
  filled,
  fixedDimension,
  type Network,
  type NetworkBuilder,
  type NetworkNode,
  nodeNamed,
  type Shape,
  tensor,
  type Value,
} from "@gipfel/network";
import { averages, type BaselineKind } from "./plan/baseline-kind.js";
import { type ConstantPool, replay } from "./replay.js";
import { expandTo } from "./rules/broadcasting.js";

/** Baseline of each layer: one number per channel; absent means zero. */
export type Baselines = ReadonlyMap<string, Float32Array>;

export function sourceBaseline(builder: NetworkBuilder, network: Network, source: string, baselines: Baselines): Value {
  const { shape } = nodeNamed(network, source);
  const channels = fixedDimension(shape, 1);
  const values = baselines.get(source) ?? new Float32Array(channels);
  return builder.constant(tensor([1, channels, ...shape.slice(2).map(() => 1)], values));
}

/** Which tensors of a segment are zero at baseline. */
export function zeroAtBaseline(
  { baselines: kinds }: { readonly baselines: ReadonlyMap<string, BaselineKind> },
  baselines: Baselines,
): (name: string) => boolean {
  return (name) => (kinds.get(name) ?? (baselines.has(name) ? "uniform" : "zero")) === "zero";
}

/** @returns the value of each node of the segment, with those of the sources. */
export function evaluateBaseline(
  builder: NetworkBuilder,
  network: Network,
  constants: ConstantPool,
  segment: { readonly sources: readonly string[]; readonly nodes: readonly NetworkNode[] },
  kinds: ReadonlyMap<string, BaselineKind>,
  baselines: Baselines,
): Map<string, Value> {
  const isZero = zeroAtBaseline({ baselines: kinds }, baselines);
  const values = new Map<string, Value>();
  for (const source of segment.sources) values.set(source, sourceBaseline(builder, network, source, baselines));
  for (const node of segment.nodes) {
    const compact =
      kinds.get(node.name) !== "varying" && compactValue(builder, network, constants, node, values, isZero);
    if (compact) {
      values.set(node.name, compact);
      continue;
    }
    const expanded = new Map(
      node.inputs.flatMap((input) => {
        const value = values.get(input);
        return value ? [[input, expandTo(builder, value, fullShape(nodeNamed(network, input).shape))] as const] : [];
      }),
    );
    replay(builder, constants, [node], expanded);
    values.set(node.name, expanded.get(node.name)!);
  }
  return values;
}

function fullShape(shape: Shape): Shape {
  return [1, ...shape.slice(1)];
}

/** A node's value from compact inputs, where its operation keeps them compact. */
function compactValue(
  builder: NetworkBuilder,
  network: Network,
  constants: ConstantPool,
  node: NetworkNode,
  values: ReadonlyMap<string, Value>,
  isZero: (name: string) => boolean,
): Value | undefined {
  if (node.shape.length !== 4) return undefined;
  const inputs = node.inputs.map((input) => values.get(input) ?? constants.get(input)!);
  const moving = node.inputs.flatMap((input) => values.get(input) ?? []);
  if (moving.some(({ shape }) => shape.slice(2).some((dimension) => dimension !== 1))) return undefined;
  const [x] = inputs as [Value];
  const { operation } = node;
  switch (operation.type) {
    case "binary":
    case "scalar":
    case "prelu":
    case "comparison":
    case "where":
      return builder.apply(operation, inputs);
    case "concat":
      return operation.axis === 1 ? builder.concat(inputs, 1) : undefined;
    case "slice":
      return operation.axis === 1 ? builder.apply(operation, inputs) : x;
    case "maxPool":
      return x;
    case "resample":
      return averages(network, node) ? x : undefined;
    case "averagePool":
      return operation.pads.every((n) => n === 0) || !operation.countPadding ? x : undefined;
    case "reduce":
      return operation.name === "mean" && operation.keepDimensions && !operation.axes.includes(1) ? x : undefined;
    case "convolution": {
      if (!isZero(node.inputs[0]!)) return undefined;
      const channels = fixedDimension(node.shape, 1);
      return inputs[2]
        ? builder.reshape(inputs[2], [1, channels, 1, 1])
        : builder.constant(filled([1, channels, 1, 1], 0));
    }
    default:
      return undefined;
  }
}
