/**
 * Flow (design 2.5): one backward pass from the class's logit through all segments by their mean slopes.
 *
 *     flow_i = Σ_n Σ_p (a_i(p) − a'_i(p))·g_i(p),   rest part_j = Σ_n Σ_q β_j(q)·g_j(q)
 *
 * Both are sums over positions, so a layer that enters a segment through a max pool is met behind the pool, where a sum
 * over windows stands for the sum over positions and nothing has to be routed back. The flow of the raw input, where it
 * is its targets' only source, is what flows through them without what starts there. Both hold where the linear map is
 * complete.
 */
import {
  tensor as constantTensor,
  fixedDimension,
  type NetworkBuilder,
  type NetworkNode,
  nodeNamed,
  type Value,
} from "@gipfel/network";
import { type Baselines, sourceBaseline } from "./baseline.js";
import { difference, type LinearisedSegment } from "./linearise-segments.js";
import type { OutputList } from "./outputs.js";
import { spatialAxes } from "./pairs/segment-pairs.js";
import { type ChannelLabels, collapseLabels, ownChannels, pushLabels } from "./plan/channel-labels.js";
import type { Layer } from "./plan/layers.js";
import { type LinearSegment, structureOf } from "./plan/pair-paths.js";
import type { AttributionPlan, SegmentPlan } from "./plan/plan-attribution.js";
import { expandTo } from "./rules/broadcasting.js";
import { restFlow } from "./segment-graph.js";

export interface FlowOutputs {
  readonly layer: Layer;
  /** `[C]`: Σ over images of flow; `[1]` for the raw input, which is one node. */
  readonly flow: string;
  /** `[C]`: Σ over images of what starts at the layer; absent for layers without sources. */
  readonly rest?: string;
}

export interface FlowContext {
  readonly builder: NetworkBuilder;
  readonly plan: AttributionPlan;
  readonly linear: readonly LinearisedSegment[];
  readonly values: ReadonlyMap<string, Value>;
  readonly baselines: Baselines;
}

/** What reaches a layer from the logit. */
interface Reached {
  /** Weights on every element, `[N, C, H, W]`. */
  weights: Value;
  /** Σ over images of flow, `[1, C]`. */
  flow: Value;
  /** Σ over images and positions of the weights, `[1, C]`. */
  total: Value;
}

/** @param seeds `[N, K]`: 1 at the class's logit. */
export function flowOutputs(context: FlowContext, seeds: Value, outputs: OutputList): FlowOutputs[] {
  const { builder, plan, linear, values, baselines } = context;
  const { network } = plan;
  const output = network.outputs[0]!;
  const base = sourceBaseline(builder, network, output, baselines);
  const logits = difference(builder, values.get(output)!, output, () => base, baselines);
  const atOutput = {
    weights: seeds,
    flow: overImages(builder, builder.multiply(logits, seeds)),
    total: overImages(builder, seeds),
  };
  const reached = new Map<string, Reached>([[output, atOutput]]);
  for (const { plan: segment, linearisation } of [...linear].reverse()) {
    const weights = reached.get(segment.target.tensor)?.weights;
    if (!weights) continue;
    const pulled = linearisation!.pull(weights);
    for (const { tensor } of segment.sources) {
      const part = sourcePart(context, segment, tensor, pulled, (name) => linearisation!.difference(name));
      const known = reached.get(tensor);
      reached.set(tensor, known ? sum(builder, known, part) : part);
    }
  }
  const rests = new Map(linear.map(({ plan: segment, rest }) => [segment.target.tensor, rest]));
  const started = new Map<string, Value>();
  for (const [name, rest] of rests) started.set(name, startingFlow(builder, rest, reached.get(name)!));
  return plan.layers.map((layer) => {
    const { flow } = reached.get(layer.tensor)!;
    const channels = fixedDimension(flow.shape, 1);
    const rest = started.get(layer.tensor);
    const own =
      layer.role === "input" ? inputFlow(context, layer, flow, reached, started) : builder.reshape(flow, [channels]);
    return { layer, flow: outputs.add(own), ...(rest ? { rest: outputs.add(rest) } : {}) };
  });
}

/** `[N, C, …]` to `[1, C]`: summed over positions and images. */
function overImages(builder: NetworkBuilder, value: Value): Value {
  return builder.reduce("sum", builder.reduce("sum", value, spatialAxes(value.shape)), [0], true);
}

function sum(builder: NetworkBuilder, a: Reached, b: Reached): Reached {
  return {
    weights: builder.add(a.weights, b.weights),
    flow: builder.add(a.flow, b.flow),
    total: builder.add(a.total, b.total),
  };
}

/** What reaches a source through one segment. */
function sourcePart(
  { builder, plan, values, baselines }: FlowContext,
  segment: SegmentPlan,
  source: string,
  pulled: ReadonlyMap<string, Value>,
  differenceOf: (name: string) => Value | undefined,
): Reached {
  const { network } = plan;
  const full = (name: string) => expandTo(builder, pulled.get(name)!, nodeNamed(network, name).shape);
  const behind = behindPools(segment.linear, source);
  const base = (tensor: string) => sourceBaseline(builder, network, tensor, baselines);
  const met = behind && differenceOf(behind.tensor);
  const change = met ?? difference(builder, values.get(source)!, source, base, baselines);
  const meeting = met ? behind!.tensor : source;
  const g = full(meeting);
  const select = (perChannel: Value) =>
    meeting === source ? perChannel : selectRows(builder, perChannel, behind!.rows, network, source);
  return {
    weights: full(source),
    flow: select(overImages(builder, builder.multiply(change, g))),
    total: select(overImages(builder, g)),
  };
}

/**
 * The tensor behind the max pools that a source enters a segment through, if all its paths go through them, with the
 * source channel of each of its channels.
 */
function behindPools(segment: LinearSegment, source: string): { tensor: string; rows: Int32Array } | undefined {
  const { network, nodes } = segment;
  let tensor = source;
  let pooled: string | undefined;
  let labels: ChannelLabels | undefined = ownChannels(nodeNamed(network, source).shape);
  let rows: Int32Array | undefined;
  while (labels) {
    const readers: NetworkNode[] = nodes.filter((node) => segment.paths.get(node.name)!.dependencies.includes(tensor));
    const [reader] = readers;
    if (readers.length !== 1 || !reader || reader.name === segment.target) break;
    const { type } = reader.operation;
    if (type !== "maxPool" && type !== "concat") break;
    labels = pushLabels(labels, structureOf(segment, reader, tensor), reader.shape);
    tensor = reader.name;
    if (type === "maxPool" && labels) {
      pooled = tensor;
      rows = collapseLabels(labels);
    }
  }
  return pooled && rows ? { tensor: pooled, rows } : undefined;
}

/** `[1, channels of a tensor]` to `[1, C]` of the source whose channels they are. */
function selectRows(
  builder: NetworkBuilder,
  perChannel: Value,
  rows: Int32Array,
  network: LinearSegment["network"],
  source: string,
): Value {
  const channels = fixedDimension(nodeNamed(network, source).shape, 1);
  const start = rows.indexOf(0);
  if (start >= 0 && Array.from({ length: channels }, (_, c) => rows[start + c] === c).every(Boolean)) {
    return builder.slice(perChannel, 1, start, start + channels);
  }
  const selection = new Float32Array(rows.length * channels);
  rows.forEach((row, c) => {
    if (row >= 0) selection[c * channels + row] = 1;
  });
  return builder.matMul(perChannel, builder.constant(constantTensor([rows.length, channels], selection)));
}

/** `[C]`: Σ_n Σ_q β(q)·g(q). A β that is the same at all positions needs their sum alone. */
function startingFlow(builder: NetworkBuilder, rest: Value, { weights, total }: Reached): Value {
  const channels = fixedDimension(total.shape, 1);
  const compact = rest.shape.slice(2).every((dimension) => dimension === 1);
  if (!compact) return restFlow(builder, rest, weights);
  return builder.reshape(builder.multiply(total, builder.reshape(rest, [1, channels])), [channels]);
}

/** `[1]` */
function inputFlow(
  { builder, linear }: FlowContext,
  { tensor }: Layer,
  flow: Value,
  reached: ReadonlyMap<string, Reached>,
  started: ReadonlyMap<string, Value>,
): Value {
  const targets = linear.filter(({ plan: { sources } }) => sources.some((source) => source.tensor === tensor));
  const isOnlySource = targets.every(({ plan: { sources } }) => sources.length === 1);
  if (!isOnlySource || !targets.every(({ linearisation }) => linearisation!.difference(tensor)))
    return builder.reshape(builder.reduce("sum", flow, [1]), [1]);
  const through = targets.map(({ plan: { target } }) => {
    const own = builder.reshape(reached.get(target.tensor)!.flow, [target.neurons]);
    return builder.reduce("sum", builder.subtract(own, started.get(target.tensor)!), [0], true);
  });
  return through.reduce((a, b) => builder.add(a, b));
}
