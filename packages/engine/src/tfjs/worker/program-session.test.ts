import { NetworkBuilder, tensor } from "@gipfel/network";
import { beforeAll, describe, expect, it } from "vitest";
import { random } from "../../conformance/arrays.js";
import { constantId } from "../write/program-writer.js";
import { writeProgram } from "../write/write-program.js";
import { loadBackend } from "./load-backend.js";
import { ProgramSession } from "./program-session.js";

const dialect = { batchedProducts: true, longestSum: 1024 };

/** relu(x) · exp(w) + 1, and a network of one batch size more. */
function session(library: Awaited<ReturnType<typeof loadBackend>>) {
  const builder = new NetworkBuilder();
  const x = builder.input("x", ["N", 3]);
  const weights = tensor([3], [0, 1, 2]);
  const scale = builder.scalarFunction({ name: "exp" }, builder.constant(weights, "w"));
  const active = builder.scalarFunction({ name: "relu" }, x);
  const network = builder.build([builder.add(builder.multiply(active, scale), builder.scalar(1))]);
  const names = new Map<string, string>();
  const constants = Object.fromEntries(
    [...network.constants].map(([name, value]) => [constantId(names, name), value] as const),
  );
  const programOf = (batch: number) => writeProgram(network, new Map([["N", batch]]), names, dialect);
  return { output: network.outputs[0]!, programOf, made: new ProgramSession(library, constants) };
}

describe("ProgramSession", () => {
  let library: Awaited<ReturnType<typeof loadBackend>>;
  beforeAll(async () => {
    library = await loadBackend("cpu", "@tensorflow/tfjs-backend-cpu", 1);
  });

  it("leaves no tensor behind: not in a run, nor once it is disposed of", () => {
    const before = library.memory().numTensors;
    const { made, programOf, output } = session(library);
    made.prepare("2", programOf(2));
    const prepared = library.memory().numTensors;
    expect(prepared).toBe(before + 2);
    const x = random([2, 3], 1);
    const result = made.run("2", { x });
    expect(library.memory().numTensors).toBe(prepared);
    const expected = x.data.map((value, i) => Math.max(value, 0) * Math.exp(i % 3) + 1);
    result[output]!.data.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 5);
    });
    made.dispose();
    expect(library.memory().numTensors).toBe(before);
  });

  it("makes constants once, whatever the batch", () => {
    const before = library.memory().numTensors;
    const { made, programOf } = session(library);
    made.prepare("2", programOf(2));
    const once = library.memory().numTensors;
    made.prepare("3", programOf(3));
    expect(library.memory().numTensors).toBe(once);
    made.dispose();
    expect(library.memory().numTensors).toBe(before);
  });

  it("cleans up after a run that fails", () => {
    const { made, programOf } = session(library);
    const program = programOf(2);
    const broken = program.steps.map((step, i) =>
      i === program.steps.length - 1 ? { ...step, kernel: "None" } : step,
    );
    made.prepare("broken", { ...program, steps: broken });
    const before = library.memory().numTensors;
    expect(() => made.run("broken", { x: random([2, 3], 1) })).toThrow(/None/);
    expect(library.memory().numTensors).toBe(before);
    made.dispose();
  });

  it("runs prepared programs only", () => {
    expect(() => session(library).made.run("2", { x: random([2, 3], 1) })).toThrow(/not prepared/);
  });
});
