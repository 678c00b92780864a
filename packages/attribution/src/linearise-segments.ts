/** Every segment of a plan at the activations of the images, ready to be attributed. */
import type { NetworkBuilder, Value } from "@gipfel/network";
import { type Baselines, evaluateBaseline, sourceBaseline, zeroAtBaseline } from "./baseline.js";
import { mapSegment } from "./linear/map-segment.js";
import type { SegmentMap } from "./linear/segment-map.js";
import { spatialAxes } from "./pairs/segment-pairs.js";
import type { Layer } from "./plan/layers.js";
import type { AttributionPlan, SegmentPlan } from "./plan/plan-attribution.js";
import type { ConstantPool } from "./replay.js";
import { expandTo } from "./rules/broadcasting.js";

export interface LinearisedSegment {
  readonly plan: SegmentPlan;
  /** Absent where quadrature is needed. */
  readonly linearisation?: SegmentMap;
  readonly changes: ReadonlyMap<string, Value>;
  readonly atBaseline: Value;
  /** β = σ(z0) − a'. */
  readonly rest: Value;
}

export function lineariseSegments(
  builder: NetworkBuilder,
  constants: ConstantPool,
  plan: AttributionPlan,
  values: ReadonlyMap<string, Value>,
  baselines: Baselines,
): LinearisedSegment[] {
  const { network } = plan;
  const base = (tensor: string) => sourceBaseline(builder, network, tensor, baselines);
  return plan.segments.map((segment) => {
    const sources = segment.sources.map(({ tensor }) => tensor);
    const baseline = evaluateBaseline(
      builder,
      network,
      constants,
      { sources, nodes: segment.nodes },
      segment.baselines,
      baselines,
    );
    const { tensor } = segment.target;
    const atBaseline = baseline.get(tensor)!;
    return {
      plan: segment,
      linearisation:
        segment.kind === "exact"
          ? mapSegment(segment, {
              builder,
              constants,
              values,
              baseline,
              isZeroAtBaseline: zeroAtBaseline(segment, baselines),
            })
          : undefined,
      changes: new Map(
        sources.map((source) => [source, difference(builder, values.get(source)!, source, base, baselines)]),
      ),
      atBaseline,
      rest: baselines.has(tensor) ? builder.subtract(atBaseline, base(tensor)) : atBaseline,
    };
  });
}

/** How far a layer is from its own baseline. */
export function difference(
  builder: NetworkBuilder,
  value: Value,
  tensor: string,
  base: (tensor: string) => Value,
  baselines: Baselines,
): Value {
  return baselines.has(tensor) ? builder.subtract(value, base(tensor)) : value;
}

/** β summed over positions; a compact β stands for all of them. */
export function restSums(builder: NetworkBuilder, rest: Value, layer: Layer): Value {
  const full = expandTo(builder, rest, [1, layer.neurons, ...(rest.shape.length === 4 ? layer.size : [])]);
  return builder.reduce("sum", full, [0, ...spatialAxes(full.shape)]);
}
