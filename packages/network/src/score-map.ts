/** Outputs with positions, `[N, K, H, W]`: score maps, segmentations, detection heads. One number per channel is explained. */
import { GipfelError } from "@gipfel/contracts";
import type { NetworkBuilder, Value } from "./builder.js";
import { asImage } from "./lower/spatial-axes.js";
import type { NetworkNode } from "./network.js";
import { describeShape, fixedDimension } from "./shape.js";
import { spatialSize } from "./shapes/window.js";

/** The mean or the maximum over positions, or one position. */
export type Positions = "mean" | "max" | readonly number[];

/** @returns `[N, K]` @throws GipfelError OPTION_INVALID for a position that the output does not have. */
export function scoreOf(builder: NetworkBuilder, output: Value, positions: Positions, file: string): Value {
  const { shape } = output;
  const flat = [shape[0]!, shape[1]!];
  if (positions === "mean") {
    return builder.reduce(
      "mean",
      output,
      shape.slice(2).map((_, axis) => axis + 2),
    );
  }
  if (positions === "max") {
    const image = asImage(builder, output);
    const kernel = spatialSize(image.shape);
    const window = { kernel, strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;
    return builder.reshape(builder.apply({ type: "maxPool", ...window }, [image]), flat);
  }
  const fits = positions.every((at, axis) => at < fixedDimension(shape, axis + 2));
  if (positions.length !== shape.length - 2 || !fits) {
    throw new GipfelError(
      "OPTION_INVALID",
      `invalid --positions: expected mean, max or a position of ${file}'s output ${describeShape(shape)}, got ${positions.join(",")}`,
    );
  }
  const cut = positions.reduce((value, at, axis) => builder.slice(value, axis + 2, at, at + 1), output);
  return builder.reshape(cut, flat);
}

/** An output with channels last, as converters write it, before its axes were exchanged. */
export function channelsFirst(output: Value, nodes: ReadonlyMap<string, NetworkNode>): Value {
  const node = nodes.get(output.name);
  if (node?.operation.type !== "transpose" || node.operation.permutation.join() !== "0,2,3,1") return output;
  const { name, shape } = nodes.get(node.inputs[0]!)!;
  return { name, shape };
}
