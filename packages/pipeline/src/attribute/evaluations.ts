import type { CompiledNetwork, RunTensor } from "@gipfel/engine";
import { stopIfInterrupted } from "../interruption.js";
import type { RunContext } from "../ports.js";

/** One row of a batch: what goes in, and what is done with what comes out. */
export interface Evaluation {
  /** By input of the network: writes this row, whose length is that of `into`. */
  readonly rows: Readonly<Record<string, (into: Float32Array) => void>>;
  /** @param outputs by output of the network: this row of it, valid until the call returns. */
  use(outputs: Readonly<Record<string, Float32Array>>): void;
}

export interface EvaluationOptions {
  /** By input: the shape of one row. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  /** Rows per run. */
  readonly batch: number;
  readonly context: RunContext;
}

/** Runs a network over rows, several at a time; the next rows are written while the engine computes. */
export async function evaluate(
  compiled: CompiledNetwork,
  evaluations: Iterable<Evaluation>,
  { shapes, batch, context }: EvaluationOptions,
): Promise<void> {
  let running: Promise<void> = Promise.resolve();
  for (const rows of inBatches(evaluations, batch)) {
    stopIfInterrupted(context.signal);
    const feeds = Object.fromEntries(
      Object.entries(shapes).map(([input, shape]) => [input, writeRows(rows, input, shape)]),
    );
    await running;
    running = compiled.run(feeds).then((outputs) => {
      rows.forEach((row, n) => {
        row.use(
          Object.fromEntries(Object.entries(outputs).map(([name, { data }]) => [name, rowOf(data, rows.length, n)])),
        );
      });
    });
    running.catch(() => undefined);
  }
  await running;
}

function* inBatches(evaluations: Iterable<Evaluation>, batch: number): Generator<Evaluation[]> {
  let held: Evaluation[] = [];
  for (const evaluation of evaluations) {
    held.push(evaluation);
    if (held.length === batch) {
      yield held;
      held = [];
    }
  }
  if (held.length > 0) yield held;
}

function writeRows(rows: readonly Evaluation[], input: string, shape: readonly number[]): RunTensor {
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  const data = new Float32Array(rows.length * size);
  rows.forEach((row, n) => {
    row.rows[input]!(data.subarray(n * size, (n + 1) * size));
  });
  return { shape: [rows.length, ...shape], data };
}

function rowOf(data: Float32Array, rows: number, n: number): Float32Array {
  const size = data.length / rows;
  return data.subarray(n * size, (n + 1) * size);
}
