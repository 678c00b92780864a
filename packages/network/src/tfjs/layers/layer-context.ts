import type { NetworkBuilder } from "../../builder.js";
import type { Pair } from "../../operation.js";
import { normaliseAxis } from "../../shape.js";
import type { Tensor } from "../../tensor.js";
import { describeJson, type Options } from "../json.js";
import type { DataFormat, TensorView } from "../tensor-view.js";
import type { LayerWeights } from "./layer-weights.js";

/** What the importer of one layer sees. Importers throw RangeError; who calls them adds which layer it is. */
export class LayerContext {
  constructor(
    readonly builder: NetworkBuilder,
    readonly options: Options,
    readonly inputs: readonly TensorView[],
    private readonly name: string,
    private readonly scope: readonly string[],
    private readonly stored: LayerWeights,
  ) {}

  /** The only input. */
  get input(): TensorView {
    const [input, ...more] = this.inputs;
    if (!input || more.length > 0) throw new RangeError(`it has ${this.inputs.length} inputs, expected one`);
    return input;
  }

  get format(): DataFormat {
    const word = this.options.word("data_format", "channels_last");
    if (word !== "channelslast" && word !== "channelsfirst")
      throw new RangeError(`data_format ${describeJson(word)} is not supported`);
    return word === "channelslast" ? "channelsLast" : "channelsFirst";
  }

  get padding(): "same" | "valid" {
    const word = this.options.word("padding", "valid");
    if (word !== "same" && word !== "valid")
      throw new RangeError(`padding ${describeJson(word)} is not supported, only same and valid`);
    return word;
  }

  get strides(): Pair {
    return this.options.pair("strides", [1, 1]);
  }

  /** An axis of the input, from the front. */
  axis(name: string, fallback: number): number {
    const [axis, ...more] = this.options.integers(name) ?? [fallback];
    if (axis === undefined || more.length > 0) throw new RangeError(`only one ${name} is supported`);
    return normaliseAxis(axis, this.inputs[0]!.axes.length);
  }

  /**
   * The weights of the layer in the order in which it makes them, each by what it may be called.
   */
  weights(...names: readonly (readonly string[])[]): Tensor[] {
    return names.map((aliases, position) => this.stored.find(this.scope, this.name, aliases, position));
  }

  /** The same layer with other options, as where an activation is itself a layer. */
  inside(options: Options, input: TensorView): LayerContext {
    return new LayerContext(this.builder, options, [input], this.name, this.scope, this.stored);
  }
}

/** Turns one call of a Keras layer into operations of the network. */
export type LayerImporter = (context: LayerContext) => TensorView;
export type LayerTable = Readonly<Record<string, LayerImporter>>;
