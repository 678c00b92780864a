import { type Network, nodeNamed, type Tensor } from "@gipfel/network";
import { type Attributes, type Instruction, inputsOf, type Program, type Step, type Stored } from "../program.js";
import { plainOrder, plainView, sameNumbers, sizeOf, type View } from "./view.js";

/** What a backend does well enough to be asked for. */
export interface Dialect {
  /** Several matrix products in one kernel, each operand transposed or not. */
  readonly batchedProducts: boolean;
  /** Terms of a sum in a matrix product that the backend adds up one by one, in float32, without losing digits. */
  readonly longestSum: number;
}

/** Names of tensors by what makes them, shared by all programs of a network: equal constants have equal names. */
export type TensorNames = Map<string, string>;

/** A network without the numbers of its constants, which are on the engine's thread. */
export type NetworkSkeleton = Pick<Network, "inputs" | "outputs" | "nodes"> & {
  readonly constants: ReadonlyMap<string, Pick<Tensor, "shape">>;
};

/** The tensor that a constant of the network becomes. */
export function constantId(names: TensorNames, constant: string): string {
  return tensorId(names, `constant ${constant}`);
}

function tensorId(names: TensorNames, key: string): string {
  const known = names.get(key);
  if (known !== undefined) return known;
  const id = `${names.size}`;
  names.set(key, id);
  return id;
}

type Inputs = Readonly<Record<string, Stored>> | readonly Stored[];

/** Collects the kernel calls of a network whose input sizes are known. What was asked for before is made once. */
export class ProgramWriter {
  readonly #instructions: Instruction[] = [];
  readonly #written = new Map<string, Stored>();
  readonly #constant = new Set<string>();
  readonly #views = new Map<string, View>();
  readonly #inputs: Record<string, Stored> = {};
  /** By tensor that shares the memory of another: that other. */
  readonly #sharing = new Map<string, string>();
  readonly #factors = new Map<string, readonly number[]>();

  constructor(
    private readonly network: NetworkSkeleton,
    private readonly sizes: ReadonlyMap<string, number>,
    private readonly names: TensorNames,
    readonly dialect: Dialect,
  ) {
    for (const [name, { shape }] of network.constants) {
      const stored = { id: constantId(names, name), shape };
      this.#constant.add(stored.id);
      this.#views.set(name, plainView(stored));
    }
  }

  /** The shape of a node now that sizes are known. */
  shapeOf(name: string): number[] {
    return this.resolve(nodeNamed(this.network, name).shape);
  }

  resolve(shape: readonly (number | string)[]): number[] {
    return shape.map((dimension) => {
      const size = typeof dimension === "number" ? dimension : this.sizes.get(dimension);
      if (size === undefined) throw new RangeError(`no input says how large ${dimension} is`);
      return size;
    });
  }

  view(name: string): View {
    const view = this.#views.get(name);
    if (!view) throw new RangeError(`no tensor named ${name}`);
    return view;
  }

  define(name: string, view: View): void {
    this.#views.set(name, view);
  }

  input(name: string): void {
    const stored = { id: tensorId(this.names, `input ${name}`), shape: this.shapeOf(name) };
    this.#inputs[name] = stored;
    this.#views.set(name, plainView(stored));
  }

  isConstant({ id }: Stored): boolean {
    return this.#constant.has(id);
  }

  /** One kernel call. @param shape of what it makes; nothing is called for a tensor without elements. */
  emit(kernel: string, inputs: Inputs, attributes: Attributes, shape: readonly number[]): Stored {
    if (sizeOf(shape) === 0 && kernel !== "Fill") return this.fill(shape, 0);
    const ids: Instruction["inputs"] = Array.isArray(inputs)
      ? inputs.map(({ id }) => id)
      : Object.fromEntries(Object.entries(inputs).map(([name, { id }]) => [name, id]));
    const key = `${kernel} ${JSON.stringify(ids)} ${JSON.stringify(attributes, (_, value) => writable(value))}`;
    const known = this.#written.get(key);
    if (known) return known;
    const instruction: Instruction = { id: tensorId(this.names, key), kernel, inputs: ids, attributes };
    const read = inputsOf(instruction);
    if (read.length > 0 && read.every((id) => this.#constant.has(id))) this.#constant.add(instruction.id);
    this.#instructions.push(instruction);
    const stored = { id: instruction.id, shape };
    this.#written.set(key, stored);
    return stored;
  }

  /** Made anew in each run: to keep it would cost memory, to write it costs next to nothing. */
  fill(shape: readonly number[], value: number): Stored {
    return this.emit("Fill", {}, { shape, value, dtype: "float32" }, shape);
  }

  /** The same memory under another shape. */
  reshape(stored: Stored, shape: readonly number[]): Stored {
    if (sameNumbers(stored.shape, shape)) return stored;
    const reshaped = this.emit("Reshape", { x: stored }, { shape }, shape);
    this.#sharing.set(reshaped.id, this.#memoryOf(stored));
    return reshaped;
  }

  /** The view's elements with its axes lying in `order`. */
  arrange(view: View, order: readonly number[]): Stored {
    const { stored } = view;
    const shape = order.map((axis) => stored.shape[view.order.indexOf(axis)]!);
    const moving = (axes: readonly number[]) => axes.filter((axis) => stored.shape[view.order.indexOf(axis)] !== 1);
    if (sameNumbers(moving(view.order), moving(order))) return this.reshape(stored, shape);
    const perm = order.map((axis) => view.order.indexOf(axis));
    return this.emit("Transpose", { x: stored }, { perm }, shape);
  }

  /** The view's elements in the order of the network's axes. */
  plain(view: View): Stored {
    return this.arrange(view, plainOrder(view.order.length));
  }

  /** `size` elements along each stored axis, every `strides`-th. */
  cut(
    x: Stored,
    begin: readonly number[],
    size: readonly number[],
    strides: readonly number[] = begin.map(() => 1),
  ): Stored {
    if (sameNumbers(size, x.shape)) return x;
    if (strides.every((stride) => stride === 1)) return this.emit("Slice", { x }, { begin, size }, size);
    const end = begin.map((start, axis) => start + (size[axis]! - 1) * strides[axis]! + 1);
    const masks = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 };
    return this.emit("StridedSlice", { x }, { begin, end, strides, ...masks }, size);
  }

  pad(x: Stored, before: readonly number[], after: readonly number[], value = 0): Stored {
    const paddings = before.map((count, axis) => [count, after[axis]!]);
    if (paddings.flat().every((count) => count === 0)) return x;
    const shape = x.shape.map((size, axis) => before[axis]! + size + after[axis]!);
    return this.emit("PadV2", { x }, { paddings, constantValue: value }, shape);
  }

  /**
   * The tensor as second factor of a matrix product. WebAssembly remembers a factor it has packed by its memory alone:
   * one memory must not be a factor in two shapes.
   */
  factor(x: Stored): Stored {
    const memory = this.#memoryOf(x);
    const known = this.#factors.get(memory);
    if (known && !sameNumbers(known, x.shape)) {
      const begin = x.shape.map(() => 0);
      return this.emit("Slice", { x }, { begin, size: x.shape }, x.shape);
    }
    this.#factors.set(memory, x.shape);
    return x;
  }

  /** The program that makes the outputs, without what they do not need. */
  finish(): Program {
    const outputs = Object.fromEntries(this.network.outputs.map((name) => [name, this.plain(this.view(name))]));
    const needed = new Set(Object.values(outputs).map(({ id }) => id));
    const live = new Set(needed);
    const preparation: Instruction[] = [];
    const steps: Step[] = [];
    for (const instruction of this.#instructions.toReversed()) {
      if (!needed.has(instruction.id)) continue;
      const inputs = [...new Set(inputsOf(instruction))];
      for (const id of inputs) needed.add(id);
      if (this.#constant.has(instruction.id)) {
        preparation.push(instruction);
      } else {
        const release = inputs.filter((id) => !live.has(id) && !this.#constant.has(id));
        for (const id of inputs) live.add(id);
        steps.push({ ...instruction, release });
      }
    }
    const kept = [...live].filter((id) => this.#constant.has(id));
    return { preparation: preparation.reverse(), steps: steps.reverse(), kept, inputs: this.#inputs, outputs };
  }

  #memoryOf({ id }: Stored): string {
    return this.#sharing.get(id) ?? id;
  }
}

/** JSON has no infinities, and would take them for null. */
function writable(value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
