/** A segment made linear at a point, operation by operation, in one of the manners of `manner.ts`. */
import { type NetworkNode, nodeNamed, type Operation, type Value } from "@gipfel/network";
import { walkBack } from "../backward/walk-back.js";
import { type LinearSegment, structureOf } from "../plan/pair-paths.js";
import { expandTo } from "../rules/broadcasting.js";
import { isUniform, pushUniform } from "../rules/uniform-change.js";
import type { BoundRule, LinearisationPoint, Manner } from "./manner.js";
import type { SegmentMap } from "./segment-map.js";

export class Linearisation implements SegmentMap {
  readonly #manner: Manner;
  readonly #ruleOf: (operation: Operation) => BoundRule;
  readonly #slopes = new Map<string, Value>();

  constructor(
    readonly segment: LinearSegment,
    manner: Manner,
    private readonly point: LinearisationPoint,
  ) {
    this.#manner = manner;
    this.#ruleOf = this.#manner.bind(point, segment);
  }

  difference(name: string): Value | undefined {
    if (!this.#manner.complete) return undefined;
    const { builder, values, baseline } = this.point;
    const from = baseline.get(name);
    const to = values.get(name);
    if (!from || !to) return undefined;
    return this.point.isZeroAtBaseline(name) ? to : builder.subtract(to, from);
  }

  push(changes: ReadonlyMap<string, Value>, mix: boolean): Map<string, Value> {
    const reached = new Map(changes);
    for (const node of this.segment.nodes) {
      const open = (dependency: string) => mix || structureOf(this.segment, node, dependency).kind !== "mixing";
      const dependencies = this.#dependencies(node).filter(open);
      if (!dependencies.some((dependency) => reached.has(dependency))) continue;
      reached.set(node.name, this.#pushNode(node, dependencies, reached));
    }
    return reached;
  }

  pull(weights: Value): Map<string, Value> {
    const { nodes, target } = this.segment;
    return walkBack(this.point.builder, nodes, [target, weights], (node, g) => {
      const dependencies = this.#dependencies(node);
      const slope = this.#slope(node);
      if (slope) return [[dependencies[0]!, this.point.builder.multiply(g, slope)]];
      const pulled = this.#ruleOf(node.operation).pull(node, g);
      return node.inputs.flatMap((input, i) => {
        const part = pulled[i];
        return part && dependencies.includes(input) ? [[input, part] as const] : [];
      });
    });
  }

  #pushNode(node: NetworkNode, dependencies: readonly string[], reached: ReadonlyMap<string, Value>): Value {
    const { builder } = this.point;
    const slope = this.#slope(node);
    if (slope) return builder.multiply(reached.get(dependencies[0]!)!, slope);
    const { network } = this.segment;
    const dx = node.inputs.map((input) => (dependencies.includes(input) ? reached.get(input) : undefined));
    const full = (i: number) => nodeNamed(network, node.inputs[i]!).shape;
    if (dx.every((change, i) => !change || isUniform(change, full(i)))) {
      const uniform = pushUniform(builder, network, node, dx);
      if (uniform) return uniform;
    }
    const expanded = dx.map((change, i) => change && expandTo(builder, change, full(i)));
    return this.#ruleOf(node.operation).push(node, expanded);
  }

  #dependencies(node: NetworkNode): readonly string[] {
    return this.segment.paths.get(node.name)!.dependencies;
  }

  /** The factor of a node that is one elementwise function of its root; undefined for the others. */
  #slope(node: NetworkNode): Value | undefined {
    const path = this.segment.paths.get(node.name)!;
    if (path.step !== "function") return undefined;
    const known = this.#slopes.get(node.name);
    if (known) return known;
    const slope = this.#manner.slope(this.point, this.segment, path.dependencies[0]!, node);
    this.#slopes.set(node.name, slope);
    return slope;
  }
}
