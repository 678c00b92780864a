/**
 * A segment made linear, in one of two ways with one set of rules:
 *
 * - `secant`: every elementwise function σ of a tensor that moves on a straight line is replaced by its mean slope
 *   between baseline and activation. The map is the exact path integral of the segment's Jacobian.
 * - `tangent`: the Jacobian at one point of the path, for quadrature.
 *
 * The map runs from changes of the sources to changes of the target (`push`) or back from weights on the target (`pull`).
 */
import { type Network, type NetworkBuilder, type NetworkNode, nodeNamed, type Value } from "@gipfel/network";
import { secant } from "./calculus/secant.js";
import { elementwiseBody } from "./plan/elementwise.js";
import { type LinearSegment, structureOf } from "./plan/pair-paths.js";
import type { ConstantPool } from "./replay.js";
import { expandTo } from "./rules/broadcasting.js";
import { ruleOf } from "./rules/index.js";
import type { RuleContext } from "./rules/rule.js";
import { isUniform, pushUniform } from "./rules/uniform-change.js";

export interface LinearisationPoint {
  readonly builder: NetworkBuilder;
  readonly constants: ConstantPool;
  /** The segment's tensors: the activations, or for a tangent those at the point of the path. */
  readonly values: ReadonlyMap<string, Value>;
  /** The segment's tensors at baseline; a secant needs them. */
  readonly baseline?: ReadonlyMap<string, Value>;
  /** Tensors that are zero at baseline. */
  isZeroAtBaseline?(name: string): boolean;
}

export class Linearisation {
  readonly #context: RuleContext;
  readonly #slopes = new Map<string, Value>();

  constructor(
    readonly segment: LinearSegment,
    private readonly point: LinearisationPoint,
  ) {
    const { network, paths } = segment;
    const valueAt = (name: string): Value => {
      const value = point.values.get(name) ?? point.constants.get(name);
      if (!value) throw new RangeError(`${name} has no value at the point of linearisation`);
      return value;
    };
    this.#context = {
      builder: point.builder,
      network,
      valueAt,
      routeOf: (node) => valueAt(paths.get(node.name)!.route ?? node.inputs[0]!),
    };
  }

  /**
   * How far a tensor moves when all sources go from baseline to activation: what {@link push} of all changes gives, for
   * nothing. Undefined for tangents, which are about one point.
   */
  difference(name: string): Value | undefined {
    const { builder, values, baseline, isZeroAtBaseline } = this.point;
    const from = baseline?.get(name);
    const to = values.get(name);
    if (!from || !to) return undefined;
    return isZeroAtBaseline?.(name) ? to : builder.subtract(to, from);
  }

  /**
   * Carries changes of the sources towards the target.
   *
   * @param mix whether to go on past operations that mix channels.
   * @returns the change of every tensor that is reached.
   */
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

  /**
   * Carries weights on the target back to all tensors of the segment, the sources included.
   *
   * @param weights on the target, of its shape.
   */
  pull(weights: Value): Map<string, Value> {
    const { builder } = this.point;
    const reached = new Map<string, Value>([[this.segment.target, weights]]);
    const add = (name: string, value: Value | undefined) => {
      if (!value) return;
      const known = reached.get(name);
      reached.set(name, known ? builder.add(known, value) : value);
    };
    for (const node of [...this.segment.nodes].reverse()) {
      const g = reached.get(node.name);
      if (!g) continue;
      const slope = this.#slope(node);
      if (slope) {
        add(this.#dependencies(node)[0]!, builder.multiply(g, slope));
        continue;
      }
      const pulled = ruleOf(node.operation).pull(this.#context, node, g);
      node.inputs.forEach((input, i) => {
        if (!this.segment.network.constants.has(input)) add(input, pulled[i]);
      });
    }
    return reached;
  }

  #pushNode(node: NetworkNode, dependencies: readonly string[], reached: ReadonlyMap<string, Value>): Value {
    const { builder } = this.point;
    const slope = this.#slope(node);
    if (slope) return builder.multiply(reached.get(dependencies[0]!)!, slope);
    const { network } = this.segment;
    const dx = node.inputs.map((input) => (dependencies.includes(input) ? reached.get(input) : undefined));
    const full = (i: number) => nodeNamed(network, node.inputs[i]!).shape;
    if (dx.every((change, i) => !change || isUniform(change, full(i)))) {
      const uniform = pushUniform(builder, node, dx);
      if (uniform) return uniform;
    }
    const expanded = dx.map((change, i) => change && expandTo(builder, change, full(i)));
    return ruleOf(node.operation).push(this.#context, node, expanded);
  }

  #dependencies(node: NetworkNode): readonly string[] {
    return this.segment.paths.get(node.name)!.dependencies;
  }

  /** The mean slope of a node that is one elementwise function of its root; undefined for linear steps. */
  #slope(node: NetworkNode): Value | undefined {
    const path = this.segment.paths.get(node.name)!;
    if (path.step !== "secant") return undefined;
    const known = this.#slopes.get(node.name);
    if (known) return known;
    const { builder, constants, values, baseline } = this.point;
    const root = path.dependencies[0]!;
    const f = { network: this.segment.network, root, body: elementwiseBody(this.segment.network, root, node) };
    const at = (tensors: ReadonlyMap<string, Value>) => ({ root: tensors.get(root)!, value: tensors.get(node.name)! });
    const slope = secant(builder, constants, f, at(baseline!), at(values));
    this.#slopes.set(node.name, slope);
    return slope;
  }
}

/** The same segment with every operation linearised on its own, for tangents. */
export function tangentSegment(network: Network, target: string, nodes: readonly NetworkNode[]): LinearSegment {
  const paths = new Map(
    nodes.map((node) => {
      const dependencies = node.inputs.filter((input) => !network.constants.has(input));
      return [node.name, { degree: "beyond" as const, step: "linear" as const, dependencies }];
    }),
  );
  return { network, target: nodeNamed(network, target).name, nodes, paths };
}
