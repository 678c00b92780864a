/**
 * A network that attributes one segment from the activations of its sources: for what does not fit into the collection
 * pass. Quadrature runs it once for each point of the path; what needs a column per concept once for each concept.
 */
import { BATCH, type Network, NetworkBuilder, nodeNamed, type Value } from "@gipfel/network";
import { type Baselines, evaluateBaseline, sourceBaseline, zeroAtBaseline } from "./baseline.js";
import { mapSegment } from "./linear/map-segment.js";
import type { SegmentMap } from "./linear/segment-map.js";
import { type BlockOutputs, type ColumnOutputs, OutputList } from "./outputs.js";
import { spatialAxes } from "./pairs/segment-pairs.js";
import type { SegmentPlan } from "./plan/plan-attribution.js";
import { ConstantPool, replay } from "./replay.js";
import { columnOutputs, completenessTarget, nothing, pairOutputs, restFlow } from "./segment-graph.js";

/** Names of the inputs beside the sources, which are fed under their own names. */
export const segmentInputs = { alpha: "alpha", selection: "selection", weights: "weights" } as const;

/**
 * - `pairs`: all neuron pairs;
 * - `column`: one column; input `weights` `[1, C_target]` selects target neurons;
 * - `pull`: weights `[N, C_target, H, W]` on the target carried back to the sources, for flow.
 */
export type SegmentTask = "pairs" | "column" | "pull";

export interface SegmentNetwork {
  readonly network: Network;
  readonly blocks: readonly BlockOutputs[];
  readonly columns: readonly ColumnOutputs[];
  /** `[N, C_target]`: all contributions to a target neuron, by pushing the sources' changes; of `pairs` only. */
  readonly reached?: string;
  /** By source: `[N, C, H, W]`. */
  readonly pulled: ReadonlyMap<string, string>;
  /** `[C_target]`: Σ over images and positions of β·weights; of a `pull` only. */
  readonly restFlow?: string;
  /** `[N, C_target]`, see {@link completenessTarget}. */
  readonly difference: string;
}

export function buildSegmentNetwork(
  network: Network,
  plan: SegmentPlan,
  baselines: Baselines,
  task: SegmentTask,
): SegmentNetwork {
  const builder = new NetworkBuilder();
  const constants = new ConstantPool(builder, network);
  const sources = plan.sources.map(({ tensor }) => tensor);
  const selection = builder.input(segmentInputs.selection, ["G", BATCH]);
  const alpha = builder.input(segmentInputs.alpha, [1]);
  const actual = new Map(
    sources.map((source) => [source, builder.input(`source:${source}`, nodeNamed(network, source).shape)]),
  );
  const baseline = evaluateBaseline(
    builder,
    network,
    constants,
    { sources, nodes: plan.nodes },
    plan.baselines,
    baselines,
  );
  const changes = new Map(
    sources.map((source) => [
      source,
      builder.subtract(actual.get(source)!, sourceBaseline(builder, network, source, baselines)),
    ]),
  );
  const values = pointOf(builder, plan, actual, changes, baseline, alpha);
  replay(builder, constants, plan.nodes, values);
  const ends = new Map(actual);
  if (plan.kind === "quadrature") replay(builder, constants, plan.nodes, ends);
  const linearisation = mapSegment(plan, {
    builder,
    constants,
    values,
    baseline,
    isZeroAtBaseline: zeroAtBaseline(plan, baselines),
  });
  const outputs = new OutputList();
  const target = nodeNamed(network, plan.target.tensor);
  const graph = { builder, plan, linearisation, changes, selection };
  const end = (plan.kind === "quadrature" ? ends : values).get(target.name)!;
  const difference = outputs.add(completenessTarget(builder, end, baseline.get(target.name)!));
  const finish = (made: Partial<SegmentNetwork>): SegmentNetwork => ({
    blocks: [],
    columns: [],
    pulled: new Map(),
    difference,
    ...made,
    network: builder.build(outputs.values),
  });
  switch (task) {
    case "pairs":
      return finish({
        blocks: pairOutputs(graph, outputs),
        reached: outputs.add(reachedSums(linearisation, changes, builder)),
      });
    case "column": {
      const perNeuron = [1, ...target.shape.slice(1, 2), ...target.shape.slice(2).map(() => 1)];
      const chosen = builder.input(segmentInputs.weights, perNeuron);
      const spread = builder.add(chosen, builder.multiply(end, builder.scalar(0)));
      return finish({ columns: columnOutputs(graph, spread, outputs) });
    }
    case "pull": {
      const weights = builder.input(segmentInputs.weights, target.shape);
      const reached = linearisation.pull(weights);
      const pulled = new Map(
        sources.map((source) => [source, outputs.add(reached.get(source) ?? nothing(builder, actual.get(source)!))]),
      );
      const rest = builder.subtract(
        baseline.get(target.name)!,
        sourceBaseline(builder, network, target.name, baselines),
      );
      return finish({ pulled, restFlow: outputs.add(restFlow(builder, rest, weights)) });
    }
  }
}

/** The sources at the point of linearisation: a' + α(a − a') on the path, else the activations. */
function pointOf(
  builder: NetworkBuilder,
  plan: SegmentPlan,
  actual: ReadonlyMap<string, Value>,
  changes: ReadonlyMap<string, Value>,
  baseline: ReadonlyMap<string, Value>,
  alpha: Value,
): Map<string, Value> {
  if (plan.kind === "exact") return new Map(actual);
  return new Map(
    [...changes].map(([source, change]) => [
      source,
      builder.add(builder.multiply(change, alpha), baseline.get(source)!),
    ]),
  );
}

/** Σ_q of the target's change, per image: by linearity what all pairs add up to. */
function reachedSums(linearisation: SegmentMap, changes: ReadonlyMap<string, Value>, builder: NetworkBuilder): Value {
  const target = linearisation.push(changes, true).get(linearisation.segment.target)!;
  return builder.reduce("sum", target, spatialAxes(target.shape));
}
