/**
 * What every attribution method starts from, as operations: the activations of a network at the image, and where a
 * method compares, at the baseline; a weighted target; and the level, the tensor whose elements are given attributions.
 *
 *     score(x) = Σ_{k, q} weight_k · t_k(q)        t: the target tensor, q: its positions
 */
import { GipfelError } from "@gipfel/contracts";
import {
  BATCH,
  consumersOf,
  filled,
  fixedDimension,
  type Network,
  NetworkBuilder,
  type NetworkNode,
  nodeNamed,
  pruneNetwork,
  tensor,
  type Value,
} from "@gipfel/network";
import { type Handing, walkBack } from "../backward/walk-back.js";
import { spatialAxes } from "../pairs/segment-pairs.js";
import { ConstantPool, replay } from "../replay.js";

/** Names of the inputs beside the images, which are fed under the name of the network's input. */
export const attributionInputs = {
  /** `[N, C]`: the weight of each neuron of the target. */
  weights: "target weights",
  /** `[N, …]`: what an image is compared with. */
  baseline: "baseline",
  /** `[N, …]`: the level's activations, where they are fed and not computed. */
  level: "level",
} as const;

export interface AttributionSubject {
  /** Tensor whose neurons are explained. */
  readonly target: string;
  /** One position `[row, column]` of the target; all of them, summed, where it is null. */
  readonly position: readonly [number, number] | null;
  /** Tensor that is given attributions: the input of the network, or a layer. */
  readonly level: string;
  /** The least and the largest value an input can take, per channel; null where that is unknown. */
  readonly inputRange: { readonly low: readonly number[]; readonly high: readonly number[] } | null;
}

export class AttributionGraph {
  readonly builder = new NetworkBuilder();
  readonly network: Network;
  readonly constants: ConstantPool;
  readonly input: NetworkNode;
  /** The nodes that lead from the level to the target, the target last. */
  readonly moving: readonly NetworkNode[];
  /** Activations at the image. */
  readonly values: ReadonlyMap<string, Value>;
  /** On the target, of its shape. */
  readonly weights: Value;
  readonly notes = new Set<string>();
  #atBaseline: ReadonlyMap<string, Value> | undefined;

  /**
   * @param feedsLevel whether the level's activations are an input of their own, as on a path that starts there.
   * @throws GipfelError LAYER_UNKNOWN where the level does not lead to the target.
   */
  constructor(
    network: Network,
    readonly subject: AttributionSubject,
    { feedsLevel = false }: { readonly feedsLevel?: boolean } = {},
  ) {
    this.network = pruneNetwork({ ...network, outputs: [subject.target] });
    this.input = nodeNamed(this.network, network.inputs[0]!);
    this.constants = new ConstantPool(this.builder, this.network);
    this.moving = between(this.network, subject.level, subject.target);
    const image = this.builder.input(this.input.name, this.input.shape);
    const fed = feedsLevel && subject.level !== this.input.name;
    this.values = this.#evaluate(
      new Map([
        [this.input.name, image],
        ...(fed ? [[subject.level, this.builder.input(attributionInputs.level, this.level.shape)] as const] : []),
      ]),
    );
    this.weights = this.#targetWeights();
  }

  get level(): NetworkNode {
    return nodeNamed(this.network, this.subject.level);
  }

  get levelValue(): Value {
    return this.values.get(this.subject.level)!;
  }

  /** Activations at the baseline; asking makes it an input. */
  get atBaseline(): ReadonlyMap<string, Value> {
    this.#atBaseline ??= this.#evaluate(
      new Map([[this.input.name, this.builder.input(attributionInputs.baseline, this.input.shape)]]),
    );
    return this.#atBaseline;
  }

  /** Whether the baseline is an input. */
  get isCompared(): boolean {
    return this.#atBaseline !== undefined;
  }

  /** A tensor of the network, or a constant, at the image. */
  valueAt(name: string): Value {
    return valueIn(this.values, this.constants, name);
  }

  baselineAt(name: string): Value {
    return valueIn(this.atBaseline, this.constants, name);
  }

  isConstant(name: string): boolean {
    return this.network.constants.has(name);
  }

  /** `[N]`: the score of each image, or of each baseline. */
  score(values: ReadonlyMap<string, Value>): Value {
    const target = values.get(this.subject.target)!;
    const { shape } = target;
    return this.builder.reduce(
      "sum",
      this.builder.multiply(target, this.weights),
      shape.slice(1).map((_, axis) => axis + 1),
    );
  }

  /** Carries `start` from the target back to every tensor between it and the level. */
  walkBack(start: Value, handing: Handing): Map<string, Value> {
    return walkBack(this.builder, this.moving, [this.subject.target, start], handing);
  }

  #evaluate(given: Map<string, Value>): Map<string, Value> {
    const rest = [...this.network.nodes.values()].filter(({ name }) => !given.has(name));
    replay(this.builder, this.constants, rest, given);
    return given;
  }

  #targetWeights(): Value {
    const { shape } = nodeNamed(this.network, this.subject.target);
    const channels = fixedDimension(shape, 1);
    const spatial = spatialAxes(shape).map((axis) => fixedDimension(shape, axis));
    const given = this.builder.input(attributionInputs.weights, [BATCH, channels]);
    if (spatial.length === 0) return given;
    return this.builder.multiply(
      this.builder.reshape(given, [BATCH, channels, 1, 1]),
      this.builder.constant(positionMask(spatial, this.subject.position)),
    );
  }
}

function valueIn(values: ReadonlyMap<string, Value>, constants: ConstantPool, name: string): Value {
  const value = values.get(name) ?? constants.get(name);
  if (!value) throw new RangeError(`there is no tensor ${name}`);
  return value;
}

/** 1 at one position, or at all. */
function positionMask(spatial: readonly number[], position: readonly [number, number] | null) {
  const shape = [1, 1, ...spatial];
  if (position === null) return filled(shape, 1);
  const [height, width] = spatial as [number, number];
  const [row, column] = position;
  if (row >= height || column >= width) {
    throw new GipfelError(
      "TARGET_UNKNOWN",
      `position ${row},${column} is outside the target, which has ${height} rows and ${width} columns`,
    );
  }
  const mask = new Float32Array(height * width);
  mask[row * width + column] = 1;
  return tensor(shape, mask);
}

/** The nodes on paths from one tensor to another, the latter last. */
function between(network: Network, level: string, target: string): NetworkNode[] {
  const consumers = consumersOf(network);
  const downstream = new Set<string>();
  const pending = [level];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    for (const reader of consumers.get(name) ?? []) {
      if (downstream.has(reader.name)) continue;
      downstream.add(reader.name);
      pending.push(reader.name);
    }
  }
  if (!downstream.has(target)) {
    throw new GipfelError("LAYER_UNKNOWN", `${level} does not lead to ${target}: the level must lie before the target`);
  }
  return [...network.nodes.values()].filter(({ name }) => downstream.has(name));
}
