/**
 * LRP through a segment (rules/lrp, composite epsilon-plus), as multipliers: a tensor with value z and multiplier g has
 * relevance R = z · g. The rules know no changes that are pushed forward, so such a segment is pulled for each concept.
 */
import { chooseMethod } from "@gipfel/contracts";
import { consumersOf, type Value } from "@gipfel/network";
import { activationRoots } from "../backward/activation-roots.js";
import { walkBack } from "../backward/walk-back.js";
import type { LinearSegment } from "../plan/pair-paths.js";
import { linearRuleOf } from "../rules/lrp/composites.js";
import { handRelevance } from "../rules/lrp/hand-relevance.js";
import type { RelevanceContext } from "../rules/lrp/relevance-context.js";
import { divideStabilised } from "../rules/lrp/stabilise.js";
import { valueRanges } from "../rules/lrp/value-range.js";
import { derivativeContextAt } from "./derivatives.js";
import { type LinearisationPoint, valueAtPoint } from "./manner.js";
import type { SegmentMap } from "./segment-map.js";

export class RelevanceMap implements SegmentMap {
  constructor(
    readonly segment: LinearSegment,
    private readonly point: LinearisationPoint,
  ) {}

  difference(): undefined {
    return undefined;
  }

  push(): never {
    throw new RangeError(`relevance into ${this.segment.target} is carried back, not forward`);
  }

  pull(weights: Value): Map<string, Value> {
    const { point } = this;
    const { target, nodes } = this.segment;
    const context = this.#context();
    const start = point.builder.multiply(valueAtPoint(point, target), weights);
    const reached = walkBack(point.builder, nodes, [target, start], (node, relevance) =>
      handRelevance(context, node, relevance),
    );
    const tensors = new Set([target, ...nodes.flatMap(({ inputs }) => inputs)]);
    return new Map(
      [...tensors].flatMap((name) => {
        const value = point.values.get(name);
        return value ? [[name, this.#multiplier(value, reached.get(name))] as const] : [];
      }),
    );
  }

  /** Zero for what takes no relevance, such as a gate. */
  #multiplier(value: Value, relevance: Value | undefined): Value {
    const { builder } = this.point;
    return relevance ? divideStabilised(builder, relevance, value) : builder.multiply(value, builder.scalar(0));
  }

  #context(): RelevanceContext {
    const { builder } = this.point;
    const { network, nodes } = this.segment;
    return {
      builder,
      network,
      derivative: derivativeContextAt(this.point, this.segment),
      roots: activationRoots(network, nodes),
      ranges: valueRanges(network),
      images: new Map(),
      consumers: consumersOf(network),
      ruleOf: linearRuleOf(chooseMethod("lrp").parameters),
      note: () => undefined,
    };
  }
}
