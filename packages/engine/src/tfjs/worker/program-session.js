// @ts-check
/** @typedef {typeof import("@tensorflow/tfjs-core")} Library */
/** @typedef {import("@tensorflow/tfjs-core").Tensor} Tensor */
/** @typedef {import("../program.js").Instruction} Instruction */
/** @typedef {import("../program.js").Program} Program */
/** @typedef {import("../../thread/answer-requests.js").RunTensor} RunTensor */

/** The programs of one network, the constants they share, and nothing else: a run leaves no tensor behind. */
export class ProgramSession {
  /** @type {Map<string, Tensor>} */
  #kept = new Map();
  /** @type {Map<string, Program>} */
  #programs = new Map();

  /**
   * @param {Library} library
   * @param {Record<string, RunTensor>} constants of the network, by tensor.
   */
  constructor(library, constants) {
    this.library = library;
    this.constants = constants;
  }

  /**
   * Makes the constants that the program reads and that no program before it has made.
   *
   * @param {string} key
   * @param {Program} program
   */
  prepare(key, program) {
    const makers = new Map(program.preparation.map((instruction) => [instruction.id, instruction]));
    /** @type {Map<string, Tensor>} */
    const passing = new Map();
    const make = (/** @type {string} */ id) => {
      const known = this.#kept.get(id) ?? passing.get(id);
      if (known) return known;
      const maker = makers.get(id);
      for (const input of maker ? inputsOf(maker) : []) make(input);
      const made = maker
        ? this.#call(maker, (input) => this.#kept.get(input) ?? passing.get(input))
        : this.#load(this.constants[id]);
      passing.set(id, made);
      return made;
    };
    try {
      for (const id of program.kept) {
        this.#kept.set(id, make(id));
        passing.delete(id);
      }
    } finally {
      for (const tensor of passing.values()) tensor.dispose();
    }
    this.#programs.set(key, program);
  }

  /**
   * @param {string} key
   * @param {Record<string, RunTensor>} feeds
   */
  run(key, feeds) {
    const program = this.#programs.get(key);
    if (!program) throw new Error("the program was not prepared");
    const before = this.library.memory().numTensors;
    /** @type {Map<string, Tensor>} */
    const values = new Map();
    const value = (/** @type {string} */ id) => values.get(id) ?? this.#kept.get(id);
    /** @type {Record<string, RunTensor>} */
    const results = {};
    try {
      for (const [name, { id }] of Object.entries(program.inputs)) values.set(id, this.#load(feeds[name]));
      for (const step of program.steps) {
        values.set(step.id, this.#call(step, value));
        for (const id of step.release) {
          values.get(id)?.dispose();
          values.delete(id);
        }
      }
      for (const [name, { id, shape }] of Object.entries(program.outputs)) {
        // A copy to hand over: the backend in plain JavaScript gives the tensor's own memory, in the type it came in.
        results[name] = { shape, data: new Float32Array(/** @type {Tensor} */ (value(id)).dataSync()) };
      }
    } finally {
      for (const tensor of values.values()) tensor.dispose();
    }
    const left = this.library.memory().numTensors - before;
    if (left !== 0) throw new Error(`a run left ${left} tensors behind`);
    return results;
  }

  dispose() {
    for (const tensor of this.#kept.values()) tensor.dispose();
    this.#kept.clear();
  }

  /** @param {RunTensor} value */
  #load({ data, shape }) {
    return this.library.tensor(data, [...shape], "float32");
  }

  /**
   * @param {Instruction} instruction
   * @param {(id: string) => Tensor | undefined} value
   * @returns {Tensor}
   */
  #call({ kernel, inputs, attributes }, value) {
    const tensors = Array.isArray(inputs)
      ? inputs.map(value)
      : Object.fromEntries(Object.entries(inputs).map(([name, id]) => [name, value(id)]));
    return this.library.engine().runKernel(kernel, /** @type {any} */ (tensors), /** @type {any} */ (attributes));
  }
}

/** @param {Instruction} instruction */
function inputsOf({ inputs }) {
  return Array.isArray(inputs) ? inputs : Object.values(inputs);
}
