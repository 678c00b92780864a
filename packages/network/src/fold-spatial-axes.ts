/**
 * A network over signals `[N, C, L]` or volumes `[N, C, D, H, W]` as one over images (`lower/spatial-axes.ts`): layers,
 * rules and pair matrices are about `[N, C, H, W]`. What has no form as an image, such as a transposition, is done on
 * the tensor as the file has it.
 */
import { NetworkBuilder, type Value } from "./builder.js";
import { imageForm } from "./lower/spatial-axes.js";
import { type Network, type NetworkNode, nodeNamed } from "./network.js";
import type { Operation } from "./operation.js";
import { fixedDimension, isBatched, type Shape, sameShape } from "./shape.js";
import type { Tensor } from "./tensor.js";

/** The network itself where its input is an image already. */
export function foldSpatialAxes(network: Network): Network {
  const rank = nodeNamed(network, network.inputs[0]!).shape.length;
  return rank === 3 || rank === 5 ? new Folding(network, rank).run() : network;
}

/** Names that an importer made up are made up anew, so that none is given twice. */
const ownName = (name: string) => (name.startsWith("%") ? undefined : name);

class Folding {
  readonly #builder = new NetworkBuilder();
  /** Every tensor, as an image where it has the rank of the input. */
  readonly #values = new Map<string, Value>();
  readonly #constants = new Map<string, Value>();

  constructor(
    private readonly network: Network,
    private readonly rank: 3 | 5,
  ) {}

  run(): Network {
    for (const node of this.network.nodes.values()) this.#values.set(node.name, this.#fold(node));
    return this.#builder.build(this.network.outputs.map((name) => this.#values.get(name)!));
  }

  #fold(node: NetworkNode): Value {
    const { operation, name } = node;
    if (operation.type === "input") return this.#builder.input(name, this.#formOf(node.shape));
    const folded = this.#onImages(node);
    if (folded) return folded;
    const inputs = node.inputs.map((input) => this.#asWritten(input));
    return this.#asImage(this.#builder.apply(operation, inputs, ownName(name)));
  }

  /** The operation on images; undefined where it has no such form. */
  #onImages(node: NetworkNode): Value | undefined {
    const shapes = node.inputs.flatMap((input) => {
      const known = this.network.nodes.get(input);
      return known ? [known.shape] : [];
    });
    if (![...shapes, node.shape].some((shape) => this.#isFolded(shape))) return undefined;
    if (node.operation.type === "reshape") return this.#reshaped(node);
    const operation = this.#operationOnImages(node, shapes[0]!);
    const inputs = operation && node.inputs.map((input) => this.#operand(node, input));
    if (!operation || !inputs || inputs.includes(undefined)) return undefined;
    return this.#builder.apply(operation, inputs as Value[], ownName(node.name));
  }

  #reshaped({ name, inputs, shape }: NetworkNode): Value {
    const x = this.#values.get(inputs[0]!)!;
    const form = this.#formOf(shape);
    return sameShape(x.shape, form) ? x : this.#builder.apply({ type: "reshape", shape: form }, [x], ownName(name));
  }

  #operationOnImages({ operation, shape }: NetworkNode, from: Shape): Operation | undefined {
    switch (operation.type) {
      case "scalar":
      case "prelu":
      case "binary":
      case "comparison":
      case "where":
      case "localResponseNormalisation":
        return this.#isFolded(shape) ? operation : undefined;
      case "concat":
      case "slice":
      case "resample":
      case "softmax": {
        const axis = this.#axis(operation.axis);
        return axis === undefined ? undefined : { ...operation, axis };
      }
      case "pad": {
        const { before, after } = operation;
        const isFree = before.every((n, axis) => (n === 0 && after[axis] === 0) || this.#axis(axis) !== undefined);
        return isFree ? { ...operation, before: this.#perAxis(before), after: this.#perAxis(after) } : undefined;
      }
      case "reduce":
        return this.#isFolded(from) ? this.#reduction(operation) : undefined;
      default:
        return undefined;
    }
  }

  /** The image's axis; undefined for one of a volume that is half an axis of it. */
  #axis(axis: number): number | undefined {
    if (axis < 2) return axis;
    return axis === this.rank - 1 ? 3 : undefined;
  }

  #perAxis(amounts: readonly number[]): number[] {
    return [amounts[0]!, amounts[1]!, 0, amounts.at(-1)!];
  }

  /** Over all positions or none; the axis of a signal's image that is 1 goes with the other axes where none is kept. */
  #reduction(operation: Extract<Operation, { type: "reduce" }>): Operation | undefined {
    const { axes, keepDimensions } = operation;
    const spatial = axes.filter((axis) => axis >= 2).length;
    const channels = axes.filter((axis) => axis < 2);
    if (spatial === this.rank - 2) return { ...operation, axes: [...channels, 2, 3] };
    if (spatial > 0) return undefined;
    if (keepDimensions) return operation;
    return this.rank === 3 ? { ...operation, axes: [...channels, 2] } : undefined;
  }

  /** An input of an operation on images; undefined where it does not broadcast as it did. */
  #operand(node: NetworkNode, input: string): Value | undefined {
    const constant = this.network.constants.get(input);
    if (constant) return this.#constantOperand(node, input, constant);
    const own = nodeNamed(this.network, input).shape;
    if (!this.#isFolded(own)) return undefined;
    const positions = own.slice(2);
    const broadcasts = sameShape(positions, node.shape.slice(2)) || positions.every((size) => size === 1);
    return broadcasts || node.operation.type !== "binary" ? this.#values.get(input) : undefined;
  }

  #constantOperand(node: NetworkNode, name: string, { shape, data }: Tensor): Value | undefined {
    const isMatrix = node.operation.type === "resample";
    if (isMatrix || data.length === 1) return this.#constant(name, { shape: isMatrix ? shape : [], data });
    const whole = [...new Array<number>(Math.max(0, this.rank - shape.length)).fill(1), ...shape];
    if (whole.length !== this.rank) return undefined;
    const positions = whole.slice(2);
    const fits = this.rank === 3 || positions.every((size) => size === 1) || sameShape(positions, node.shape.slice(2));
    const form = imageForm(whole).map((_, axis) => fixedDimension(imageForm(whole), axis));
    return fits ? this.#constant(name, { shape: form, data }) : undefined;
  }

  #constant(name: string, value: Tensor): Value {
    const key = `${value.shape} ${name}`;
    const made = this.#constants.get(key) ?? this.#builder.constant(value);
    this.#constants.set(key, made);
    return made;
  }

  #asWritten(name: string): Value {
    const constant = this.network.constants.get(name);
    if (constant) return this.#constant(name, constant);
    const { shape } = nodeNamed(this.network, name);
    return this.#builder.reshape(this.#values.get(name)!, shape);
  }

  #asImage(value: Value): Value {
    return this.#builder.reshape(value, this.#formOf(value.shape));
  }

  #formOf(shape: Shape): Shape {
    return this.#isFolded(shape) ? imageForm(shape) : shape;
  }

  #isFolded(shape: Shape): boolean {
    return isBatched(shape) && shape.length === this.rank;
  }
}
