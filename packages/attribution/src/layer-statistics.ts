/** What concepts and examples are made from: sums, Gram matrices and maxima of each layer. */
import type { NetworkBuilder, Value } from "@gipfel/network";
import type { OutputList } from "./outputs.js";
import { spatialAxes } from "./pairs/segment-pairs.js";
import type { Layer } from "./plan/layers.js";

export interface LayerOutputs {
  readonly layer: Layer;
  /** `[C]`: Σ over images and positions. */
  readonly sums: string;
  /** `[C, C]`: Gram matrix of the profiles, summed over images; absent for input and output. */
  readonly gram?: string;
  /** `[N, C]`: mean over positions. */
  readonly means: string;
  /** `[N, C]`: maximum over positions; hidden layers only. */
  readonly maxima?: string;
  /** `[N, C]`: the flat position of that maximum; hidden layers with positions only. */
  readonly places?: string;
}

export function layerOutputs(
  builder: NetworkBuilder,
  layer: Layer,
  value: Value,
  profile: "spatial" | "image",
  outputs: OutputList,
): LayerOutputs {
  const spatial = spatialAxes(value.shape);
  const means = builder.reduce("mean", value, spatial);
  const common = {
    layer,
    means: outputs.add(means),
    sums: outputs.add(builder.reduce("sum", builder.reduce("sum", value, spatial), [0])),
  };
  if (layer.role !== "hidden") return common;
  return {
    ...common,
    gram: outputs.add(
      profile === "image" ? builder.matMul(means, means, { a: true }) : gramMatrix(builder, value, layer),
    ),
    maxima: outputs.add(builder.reduce("max", value, spatial)),
    ...(spatial.length > 0
      ? { places: outputs.add(builder.apply({ type: "argMax" }, [flatten(builder, value, layer)])) }
      : {}),
  };
}

/** Σ_n Σ_p a_i(n, p)·a_j(n, p) */
function gramMatrix(builder: NetworkBuilder, value: Value, layer: Layer): Value {
  if (value.shape.length === 2) return builder.matMul(value, value, { a: true });
  const flat = flatten(builder, value, layer);
  return builder.reduce("sum", builder.matMul(flat, flat, { b: true }), [0]);
}

/** `[N, C, H·W]` */
function flatten(builder: NetworkBuilder, value: Value, { neurons, size }: Layer): Value {
  return builder.reshape(value, [value.shape[0]!, neurons, size[0] * size[1]]);
}
