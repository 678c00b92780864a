import type { Value } from "../builder.js";
import type { TensorNames } from "./tensor-names.js";
import type { TensorView } from "./tensor-view.js";

export interface ImportedOutput {
  readonly name: string;
  readonly view: TensorView;
  /** Another name for it: that of the signature. */
  readonly alias?: string | undefined;
}

/** What both kinds of TensorFlow.js model become. */
export interface ImportedGraph {
  /** The one input, as the network takes it. */
  readonly input: Value;
  /** Whether the file leaves its height or width open. */
  readonly isOpen: boolean;
  /** Whether images are `[N, H, W, C]` to the file. */
  readonly channelsLast: boolean;
  /** The outputs in the order of the file. */
  readonly outputs: readonly ImportedOutput[];
  readonly names: TensorNames;
  /** The operation of each node or layer, by its TensorFlow or Keras name. */
  readonly operations: readonly string[];
}
