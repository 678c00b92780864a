/** Writes tensors that lie in one order of axes out in another, each once. */
import type { NetworkBuilder, Value } from "./builder.js";
import { identityView, isIdentity, type LaidTensor } from "./laid-tensor.js";
import { type Shape, sameShape } from "./shape.js";
import { type Tensor, transposeTensor } from "./tensor.js";

export class Arranger {
  readonly #made = new Map<string, Value>();
  readonly #constants = new Map<string, Tensor>();

  constructor(
    private readonly builder: NetworkBuilder,
    private readonly given: ReadonlyMap<string, Tensor>,
  ) {}

  constant(name: string): LaidTensor {
    const tensor = this.given.get(name)!;
    this.#constants.set(name, tensor);
    return identityView(this.builder.constant(tensor, name), tensor.shape);
  }

  /** The tensor as the network has it. */
  plain(laid: LaidTensor): Value {
    return isIdentity(laid) ? laid.value : this.#arranged(laid, laid.axes, laid.shape, laid.name);
  }

  /** An operand beside one that leads, its axes in the order of the leader's; fewer ones are the last. */
  like(laid: LaidTensor, leader: LaidTensor): Value {
    const missing = leader.axes.length - laid.shape.length;
    if (laid.shape.every((size) => size === 1) && this.#constants.has(laid.value.name)) {
      return laid.shape.length <= leader.value.shape.length ? laid.value : this.plain({ ...laid, axes: [], shape: [] });
    }
    const behind = leader.value.shape.map((_, own) => {
      const axis = leader.axes.indexOf(own) - missing;
      return leader.axes.includes(own) && axis >= 0 ? axis : null;
    });
    const axes = behind.map((axis) => (axis === null ? null : laid.axes[axis]!));
    const shape = behind.map((axis) => (axis === null ? 1 : laid.shape[axis]!));
    return this.#arranged(laid, axes, shape);
  }

  /** @param axes of the value behind each axis that is wanted; null for an axis of one. */
  #arranged({ value }: LaidTensor, axes: readonly (number | null)[], shape: Shape, name?: string): Value {
    if (sameShape(shape, value.shape) && axes.every((own, axis) => own === null || own === axis)) return value;
    const key = `${value.name} ${axes.map(String).join()}`;
    const known = this.#made.get(key);
    if (known) return known;
    const made = this.#write(value, axes, shape, name ?? `%laid/${this.#made.size}`);
    this.#made.set(key, made);
    return made;
  }

  #write(value: Value, axes: readonly (number | null)[], shape: Shape, name: string): Value {
    const kept = axes.filter((own) => own !== null);
    const dropped = value.shape.flatMap((_, own) => (kept.includes(own) ? [] : [own]));
    const permutation = [...kept, ...dropped];
    const constant = this.#constants.get(value.name);
    if (constant) {
      const { data } = transposeTensor(constant, permutation);
      const made = { shape: shape.map(Number), data };
      this.#constants.set(name, made);
      return this.builder.constant(made, name);
    }
    const stays = permutation.every((own, axis) => own === axis);
    const isLast = dropped.length === 0 && kept.length === axes.length;
    const turned = stays
      ? value
      : this.builder.apply({ type: "transpose", permutation }, [value], isLast ? name : `${name}/turned`);
    return isLast ? turned : this.builder.apply({ type: "reshape", shape }, [turned], name);
  }
}
