/** One tensor of a program: numbers in C order of `shape`. */
export interface Stored {
  readonly id: string;
  readonly shape: readonly number[];
}

export type Attributes = Readonly<Record<string, unknown>>;

/** One call of a TensorFlow.js kernel; `id` names the tensor it makes. */
export interface Instruction {
  readonly id: string;
  readonly kernel: string;
  /** By the kernel's names, or in a row where it takes any number. */
  readonly inputs: Readonly<Record<string, string>> | readonly string[];
  readonly attributes: Attributes;
}

/** An instruction of every run, and the tensors nobody reads after it. */
export interface Step extends Instruction {
  readonly release: readonly string[];
}

/** What is left of a network once the sizes of its inputs are known: kernel calls in order. */
export interface Program {
  /** Instructions over constants alone, in order: run once, before the first run. */
  readonly preparation: readonly Instruction[];
  readonly steps: readonly Step[];
  /** Tensors that the steps and outputs read and that preparation makes, or that the network brings. */
  readonly kept: readonly string[];
  /** By name of the input, the tensor that its feed becomes. */
  readonly inputs: Readonly<Record<string, Stored>>;
  readonly outputs: Readonly<Record<string, Stored>>;
}

export function inputsOf({ inputs }: Instruction): readonly string[] {
  return Array.isArray(inputs) ? inputs : Object.values(inputs);
}
