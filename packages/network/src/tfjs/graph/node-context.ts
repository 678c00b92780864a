import type { NetworkBuilder } from "../../builder.js";
import type { Pair } from "../../operation.js";
import { type Dimension, normaliseAxis } from "../../shape.js";
import type { Tensor } from "../../tensor.js";
import { describeJson } from "../json.js";
import type { Padding } from "../lower/window.js";
import type { DataFormat, TensorView } from "../tensor-view.js";
import type { Attributes } from "./attributes.js";
import { type Constant, numbersOf, tensorOf } from "./constant.js";
import type { GraphNode } from "./graph-def.js";

/** A tensor of a graph: one that depends on the images, or a constant. */
export type Operand = TensorView | Constant;

export function isConstant(operand: Operand): operand is Constant {
  return "data" in operand;
}

/** What the importer of one node sees. Importers throw RangeError; who calls them adds which node it is. */
export class NodeContext {
  constructor(
    readonly builder: NetworkBuilder,
    private readonly node: GraphNode,
    readonly operands: readonly Operand[],
    /** The fixed batch of the file's input, which stands for any number of images; 1 where it is open. */
    readonly batch: number,
  ) {}

  get attributes(): Attributes {
    return this.node.attributes;
  }

  operand(index: number): Operand {
    const operand = this.operands[index];
    if (!operand) throw new RangeError(`it lacks its input ${index}`);
    return operand;
  }

  view(index: number): TensorView {
    const operand = this.operand(index);
    if (isConstant(operand)) throw new RangeError(`its input ${index} must depend on the image`);
    return operand;
  }

  constant(index: number): Constant {
    const operand = this.operand(index);
    if (!isConstant(operand)) throw new RangeError(`its input ${index} must be a constant`);
    return operand;
  }

  /** A constant input as weights. */
  tensor(index: number): Tensor {
    return tensorOf(this.constant(index));
  }

  integers(index: number): number[] {
    return Array.from(numbersOf(this.constant(index)));
  }

  /** Sizes, of which one may be the batch. */
  sizes(index: number): Dimension[] {
    return Array.from(this.constant(index).data);
  }

  /** Axes of the first input, counted from the front. */
  axes(index: number): number[] {
    const rank = this.view(0).axes.length;
    return this.integers(index).map((axis) => normaliseAxis(axis, rank));
  }

  get format(): DataFormat {
    const format = this.attributes.text("data_format", "NHWC");
    if (format !== "NHWC" && format !== "NCHW")
      throw new RangeError(`data_format ${describeJson(format)} is not supported`);
    return format === "NHWC" ? "channelsLast" : "channelsFirst";
  }

  /** An attribute with one number per axis, of which height and width matter. */
  pair(name: string): Pair {
    const values = this.attributes.integers(name) ?? [1, 1, 1, 1];
    const [height, width] = this.format === "channelsLast" ? [values[1], values[2]] : [values[2], values[3]];
    if (values.length !== 4 || !isSize(height) || !isSize(width)) {
      throw new RangeError(`its attribute ${name} is [${values}], expected four numbers of at least 1`);
    }
    return [height, width];
  }

  get padding(): Padding {
    const padding = this.attributes.text("padding", "VALID");
    if (padding === "SAME") return "same";
    if (padding === "VALID") return "valid";
    const listed = this.attributes.integers("explicit_paddings") ?? [];
    if (padding !== "EXPLICIT" || listed.length !== 8)
      throw new RangeError(`padding ${describeJson(padding)} is not supported`);
    const first = this.format === "channelsLast" ? 2 : 4;
    const [top, bottom, left, right] = listed.slice(first, first + 4) as [number, number, number, number];
    return [top, left, bottom, right];
  }
}

function isSize(value: number | undefined): value is number {
  return Number.isSafeInteger(value) && value! >= 1;
}

/** Turns one node of a graph into operations of the network; returns its outputs in order. */
export type NodeImporter = (context: NodeContext) => Operand | Operand[];
export type NodeTable = Readonly<Record<string, NodeImporter>>;
