/**
 * The collection pass as one network: images in; logits, statistics of every layer, and the pair matrices of every
 * segment that the closed form covers out. If it covers all, flow comes out too.
 */
import { BATCH, type Network, NetworkBuilder, nodeNamed, type Shape, type Value } from "@gipfel/network";
import { type Baselines, evaluateBaseline, sourceBaseline, zeroAtBaseline } from "./baseline.js";
import { Linearisation } from "./linearisation.js";
import { OutputList, type SegmentOutputs } from "./outputs.js";
import { spatialAxes } from "./pairs/segment-pairs.js";
import type { Layer } from "./plan/layers.js";
import type { AttributionPlan, SegmentPlan } from "./plan/plan-attribution.js";
import { ConstantPool, replay } from "./replay.js";
import { expandTo } from "./rules/broadcasting.js";
import { columnOutputs, completenessTarget, pairOutputs, restFlow } from "./segment-graph.js";

/** Inputs beside the images. */
export const collectInputs = {
  /** `[G, N]`: 1 where an image belongs to a group. */
  selection: "selection",
  /** `[1, K]`: 1 at the class. */
  classWeights: "class",
} as const;

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

export interface FlowOutputs {
  readonly layer: Layer;
  /** `[C]`: Σ over images of Σ_p (a − a')·g. */
  readonly flow: string;
  /** `[C]`: Σ over images of Σ_q β·g; absent for layers without sources. */
  readonly rest?: string;
}

export interface RestOutputs {
  readonly layer: Layer;
  /** `[C]`: β = σ(z0) − a', summed over positions. */
  readonly rest: string;
}

export interface CollectNetwork {
  readonly network: Network;
  /** `[N, K]` */
  readonly logits: string;
  readonly layers: readonly LayerOutputs[];
  readonly segments: readonly SegmentOutputs[];
  readonly rests: readonly RestOutputs[];
  /** Empty where some segment needs the second pass. */
  readonly flows: readonly FlowOutputs[];
}

export interface CollectOptions {
  readonly profile: "spatial" | "image";
  readonly baselines: Baselines;
}

/** Whether a segment is done in the collection pass. */
export function isCollected({ kind, columns }: SegmentPlan): boolean {
  return kind === "exact" && columns !== "nodes";
}

export function buildCollectNetwork(plan: AttributionPlan, options: CollectOptions): CollectNetwork {
  const { network } = plan;
  const builder = new NetworkBuilder();
  const constants = new ConstantPool(builder, network);
  const input = nodeNamed(network, network.inputs[0]!);
  const values = new Map<string, Value>([[input.name, builder.input(input.name, input.shape)]]);
  const selection = builder.input(collectInputs.selection, ["G", BATCH]);
  const output = nodeNamed(network, network.outputs[0]!);
  const classWeights = builder.input(collectInputs.classWeights, [1, output.shape[1]!]);
  replay(
    builder,
    constants,
    [...network.nodes.values()].filter(({ name }) => name !== input.name),
    values,
  );
  const outputs = new OutputList();
  const logits = outputs.add(values.get(output.name)!);
  const layers = plan.layers.map((layer) =>
    layerOutputs(builder, layer, values.get(layer.tensor)!, options.profile, outputs),
  );
  const linear = linearise(builder, constants, plan, values, options.baselines);
  const rests = linear.map(({ plan: segment, rest }) => ({
    layer: segment.target,
    rest: outputs.add(restSums(builder, rest, segment.target)),
  }));
  const segments = linear
    .filter(({ plan: segment }) => isCollected(segment))
    .map(({ plan: segment, linearisation, changes, atBaseline }): SegmentOutputs => {
      const graph = { builder, plan: segment, linearisation: linearisation!, changes, selection };
      const isClass = segment.columns === "class";
      return {
        segment,
        blocks: isClass ? [] : pairOutputs(graph, outputs),
        columns: isClass ? columnOutputs(graph, batched(builder, classWeights, values.get(output.name)!), outputs) : [],
        difference: outputs.add(completenessTarget(builder, values.get(segment.target.tensor)!, atBaseline)),
      };
    });
  const flows = plan.segments.every(isCollected)
    ? flowOutputs(builder, plan, linear, values, classWeights, options.baselines, outputs)
    : [];
  return { network: builder.build(outputs.values), logits, layers, segments, rests, flows };
}

interface LinearisedSegment {
  readonly plan: SegmentPlan;
  /** Present where the closed form holds. */
  readonly linearisation?: Linearisation;
  readonly changes: ReadonlyMap<string, Value>;
  readonly atBaseline: Value;
  /** β = σ(z0) − a'. */
  readonly rest: Value;
}

function linearise(
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
          ? new Linearisation(segment.linear, {
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

function difference(
  builder: NetworkBuilder,
  value: Value,
  tensor: string,
  base: (tensor: string) => Value,
  baselines: Baselines,
): Value {
  return baselines.has(tensor) ? builder.subtract(value, base(tensor)) : value;
}

function layerOutputs(
  builder: NetworkBuilder,
  layer: Layer,
  value: Value,
  profile: CollectOptions["profile"],
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

/** β summed over positions; a compact β stands for all of them. */
function restSums(builder: NetworkBuilder, rest: Value, layer: Layer): Value {
  const full = expandTo(builder, rest, [1, layer.neurons, ...(rest.shape.length === 4 ? layer.size : [])]);
  return builder.reduce("sum", full, [0, ...spatialAxes(full.shape)]);
}

/** Weights that are the same for all images, repeated for each. */
function batched(builder: NetworkBuilder, weights: Value, like: Value): Value {
  return builder.add(weights, builder.multiply(like, builder.scalar(0)));
}

/** One backward pass from the class's logit through all segments, by their mean slopes. */
function flowOutputs(
  builder: NetworkBuilder,
  plan: AttributionPlan,
  linear: readonly LinearisedSegment[],
  values: ReadonlyMap<string, Value>,
  classWeights: Value,
  baselines: Baselines,
  outputs: OutputList,
): FlowOutputs[] {
  const { network } = plan;
  const output = network.outputs[0]!;
  const weights = new Map<string, Value>([[output, batched(builder, classWeights, values.get(output)!)]]);
  for (const { plan: segment, linearisation } of [...linear].reverse()) {
    const g = weights.get(segment.target.tensor);
    if (!g) continue;
    const pulled = linearisation!.pull(g);
    for (const { tensor } of segment.sources) {
      const part = expandTo(builder, pulled.get(tensor)!, nodeNamed(network, tensor).shape);
      const known = weights.get(tensor);
      weights.set(tensor, known ? builder.add(known, part) : part);
    }
  }
  const rests = new Map(linear.map(({ plan: segment, rest }) => [segment.target.tensor, rest]));
  const base = (tensor: string) => sourceBaseline(builder, network, tensor, baselines);
  const overImages = (value: Value, shape: Shape) =>
    builder.reduce("sum", builder.reduce("sum", value, spatialAxes(shape)), [0]);
  return plan.layers.map((layer) => {
    const g = weights.get(layer.tensor)!;
    const change = difference(builder, values.get(layer.tensor)!, layer.tensor, base, baselines);
    const rest = rests.get(layer.tensor);
    return {
      layer,
      flow: outputs.add(overImages(builder.multiply(change, g), g.shape)),
      ...(rest ? { rest: outputs.add(restFlow(builder, rest, g)) } : {}),
    };
  });
}
