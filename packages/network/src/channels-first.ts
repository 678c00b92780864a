/**
 * Channels on axis 1, whatever order a file keeps them in. Linear layers over the last axis, as in ConvNeXt, mixers and
 * transformers, are 1×1 convolutions between transpositions; these wander down through all that does not mind the order of
 * axes, until two of them cancel. What is between becomes a layer of channels and positions: pixels, windows or tokens.
 */
import { Arranger } from "./arranger.js";
import { NetworkBuilder, type Value } from "./builder.js";
import { identityView, isIdentity, type LaidTensor, transposedLaid } from "./laid-tensor.js";
import type { Network, NetworkNode } from "./network.js";
import type { OperationOf } from "./operation.js";
import { type Shape, sameShape } from "./shape.js";

/** The same function with its tensors under their names, where they are elementwise in another order of axes. */
export function channelsFirst(network: Network): Network {
  if (![...network.nodes.values()].some(({ operation }) => operation.type === "transpose")) return network;
  const builder = new NetworkBuilder();
  const arranger = new Arranger(builder, network.constants);
  const laid = new Map<string, LaidTensor>();
  for (const name of network.constants.keys()) laid.set(name, arranger.constant(name));
  for (const node of network.nodes.values()) {
    if (node.operation.type === "input")
      laid.set(node.name, identityView(builder.input(node.name, node.shape), node.shape));
    else
      laid.set(
        node.name,
        lay(
          builder,
          arranger,
          node,
          node.inputs.map((input) => laid.get(input)!),
        ),
      );
  }
  const outputs = network.outputs.map((name) => arranger.plain(laid.get(name)!));
  return builder.build(outputs);
}

function lay(
  builder: NetworkBuilder,
  arranger: Arranger,
  node: NetworkNode,
  inputs: readonly LaidTensor[],
): LaidTensor {
  const { operation, name, shape } = node;
  const [x] = inputs as [LaidTensor];
  const asIs = () =>
    identityView(
      builder.apply(
        operation,
        inputs.map((input) => arranger.plain(input)),
        name,
      ),
      shape,
    );
  switch (operation.type) {
    case "transpose":
      return transposedLaid(x, operation.permutation, name);
    case "reshape": {
      const moved = isIdentity(x)
        ? undefined
        : (squeezed(x, shape, name) ?? keptChannels(builder, arranger, x, shape, name));
      return moved ?? (shape.length === 3 ? overOneAxis(builder, arranger.plain(x), shape, name) : asIs());
    }
    case "scalar":
    case "prelu":
    case "binary":
    case "comparison":
    case "where": {
      const leader = inputs.find((input) => !isIdentity(input) && sameShape(input.shape, shape));
      if (!leader) return asIs();
      const operands = inputs.map((input) => arranger.like(input, leader));
      return { value: builder.apply(operation, operands, name), axes: leader.axes, shape };
    }
    case "softmax":
      return isIdentity(x)
        ? asIs()
        : (alongAxis(x, operation.axis, (axis, value) => builder.apply({ ...operation, axis }, [value], name), shape) ??
            asIs());
    case "slice":
      return isIdentity(x)
        ? asIs()
        : (alongAxis(x, operation.axis, (axis, value) => builder.apply({ ...operation, axis }, [value], name), shape) ??
            asIs());
    case "reduce":
      return isIdentity(x) ? asIs() : reduced(builder, operation, x, shape, name);
    case "concat": {
      const leader = inputs.find((input) => !isIdentity(input));
      const axis = leader?.axes[operation.axis];
      if (!leader || axis === undefined || axis === null) return asIs();
      const operands = inputs.map((input) => arranger.like(input, leader));
      return { value: builder.apply({ ...operation, axis }, operands, name), axes: leader.axes, shape };
    }
    case "pad":
      return isIdentity(x) ? asIs() : (padded(builder, operation, x, shape, name) ?? asIs());
    default:
      return asIs();
  }
}

/** A reshape that only drops or adds axes of one. */
function squeezed({ value, axes, shape: from }: LaidTensor, shape: Shape, name: string): LaidTensor | undefined {
  const wide = (sizes: Shape) => sizes.flatMap((size, axis) => (size === 1 ? [] : [axis]));
  const [before, after] = [wide(from), wide(shape)];
  if (before.length !== after.length || before.some((axis, i) => from[axis] !== shape[after[i]!])) return undefined;
  const moved = shape.map((_, axis) => {
    const i = after.indexOf(axis);
    return i < 0 ? null : axes[before[i]!]!;
  });
  return { value, axes: moved, shape, name };
}

/** Channels and positions on one axis, as channels, positions and an axis of one, which a layer has. */
function overOneAxis(builder: NetworkBuilder, x: Value, shape: Shape, name: string): LaidTensor {
  const value = builder.apply({ type: "reshape", shape: [...shape, 1] }, [x], name);
  return { value, axes: [0, 1, 2], shape };
}

/** A reshape of positions alone, where channels are last in the file and first in the value. */
function keptChannels(
  builder: NetworkBuilder,
  arranger: Arranger,
  x: LaidTensor,
  shape: Shape,
  name: string,
): LaidTensor | undefined {
  const channels = shape.at(-1)!;
  if (x.axes.at(-1) !== 1 || x.axes[0] !== 0 || x.shape.at(-1) !== channels) return undefined;
  const last = x.shape.length - 1;
  const order = [0, last, ...x.shape.slice(1, -1).map((_, i) => i + 1)];
  const first = arranger.plain({
    ...x,
    axes: order.map((axis) => x.axes[axis]!),
    shape: order.map((axis) => x.shape[axis]!),
    name: `%channels before ${name}`,
  });
  const positions = shape.slice(1, -1);
  const padding = positions.length === 1 ? [1] : [];
  const value = builder.apply(
    { type: "reshape", shape: [shape[0]!, channels, ...positions, ...padding] },
    [first],
    name,
  );
  return { value, axes: [0, ...positions.map((_, i) => i + 2), 1], shape };
}

function alongAxis(
  { value, axes }: LaidTensor,
  axis: number,
  apply: (axis: number, value: Value) => Value,
  shape: Shape,
): LaidTensor | undefined {
  const own = axes[axis];
  return own === undefined || own === null ? undefined : { value: apply(own, value), axes, shape };
}

/** Axes that are dropped stay as axes of one. */
function reduced(
  builder: NetworkBuilder,
  operation: OperationOf<"reduce">,
  { value, axes }: LaidTensor,
  shape: Shape,
  name: string,
): LaidTensor {
  const own = operation.axes.flatMap((axis) => axes[axis] ?? []).sort((a, b) => a - b);
  const made =
    own.length === 0 ? value : builder.apply({ ...operation, axes: own, keepDimensions: true }, [value], name);
  const kept = axes.filter((_, axis) => operation.keepDimensions || !operation.axes.includes(axis));
  return { value: made, axes: kept, shape };
}

function padded(
  builder: NetworkBuilder,
  operation: OperationOf<"pad">,
  { value, axes }: LaidTensor,
  shape: Shape,
  name: string,
): LaidTensor | undefined {
  const [before, after] = [value.shape.map(() => 0), value.shape.map(() => 0)];
  for (const [axis, own] of axes.entries()) {
    const [first, last] = [operation.before[axis]!, operation.after[axis]!];
    if (first === 0 && last === 0) continue;
    if (own === null) return undefined;
    [before[own], after[own]] = [first, last];
  }
  return { value: builder.apply({ ...operation, before, after }, [value], name), axes, shape };
}
