import { type Network, NetworkBuilder, tensor } from "@gipfel/network";
import { describe, expect, it } from "vitest";
import { random } from "../../conformance/arrays.js";
import { inputsOf, type Program } from "../program.js";
import { writeProgram } from "./write-program.js";

const dialect = { batchedProducts: false, longestSum: 1024 };

const window = { strides: [1, 1], pads: [1, 1, 1, 1], dilations: [1, 1], groups: 1 } as const;

/** Two convolutions with what stands between them in most networks, then the logits. */
function smallCnn(): Network {
  const builder = new NetworkBuilder();
  const kernel = (inputs: number, outputs: number, seed: number) => {
    const { shape, data } = random([outputs, inputs, 3, 3], seed);
    return builder.constant(tensor(shape, data));
  };
  const image = builder.input("image", ["N", 3, 8, 8]);
  const first = builder.apply({ type: "convolution", ...window }, [image, kernel(3, 32, 1)]);
  const shifted = builder.add(first, builder.constant(tensor([32, 1, 1], random([32], 3).data)));
  const active = builder.scalarFunction({ name: "relu" }, shifted);
  const pooled = builder.apply({ type: "maxPool", ...window, kernel: [3, 3], strides: [2, 2] }, [active]);
  const second = builder.apply({ type: "convolution", ...window }, [pooled, kernel(32, 32, 2)]);
  const joined = builder.concat([builder.add(second, pooled), pooled], 1);
  return builder.build([builder.reduce("mean", joined, [2, 3])]);
}

function written(network: Network, batch = 2): Program {
  return writeProgram(network, new Map([["N", batch]]), new Map(), dialect);
}

const calls = (program: Program, kernel: string) => program.steps.filter((step) => step.kernel === kernel);

describe("writeProgram", () => {
  it("turns images once and never again", () => {
    expect(calls(written(smallCnn()), "Transpose")).toHaveLength(1);
  });

  it("turns kernels before the first run", () => {
    const { preparation, kept } = written(smallCnn());
    expect(preparation.filter(({ kernel }) => kernel === "Transpose")).toHaveLength(2);
    expect(kept).toHaveLength(3);
  });

  it("names what it keeps alike for every batch size", () => {
    const names = new Map<string, string>();
    const program = (batch: number) => writeProgram(smallCnn(), new Map([["N", batch]]), names, dialect);
    expect(new Set(program(3).kept)).toEqual(new Set(program(2).kept));
  });

  it("releases every tensor after the last step that reads it", () => {
    const program = written(smallCnn());
    const outputs = new Set(Object.values(program.outputs).map(({ id }) => id));
    const made = [...Object.values(program.inputs).map(({ id }) => id), ...program.steps.map(({ id }) => id)];
    for (const id of made.filter((candidate) => !outputs.has(candidate))) {
      const last = program.steps.findLast((step) => inputsOf(step).includes(id));
      expect(last?.release).toContain(id);
      expect(program.steps.filter(({ release }) => release.includes(id))).toEqual([last]);
    }
    expect(program.steps.flatMap(({ release }) => release).filter((id) => outputs.has(id))).toEqual([]);
  });

  it("takes the maxima of a window once for the way there and the way back", () => {
    const builder = new NetworkBuilder();
    const x = builder.input("x", ["N", 2, 4, 4]);
    const g = builder.input("g", ["N", 2, 2, 2]);
    const pool = { kernel: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;
    const route = builder.apply({ type: "maxPoolRoute", ...pool }, [x, x]);
    const back = builder.apply({ type: "maxPoolUnroute", ...pool }, [x, g]);
    const program = written(builder.build([route, back]));
    expect(calls(program, "MaxPool")).toHaveLength(1);
    expect(calls(program, "ClipByValue")).toHaveLength(4);
  });

  it("calls nothing for operations that only rename axes", () => {
    const builder = new NetworkBuilder();
    const x = builder.input("x", ["N", 3, 4, 4]);
    const back = builder.transpose(builder.transpose(x, [0, 2, 3, 1]), [0, 3, 1, 2]);
    expect(written(builder.build([builder.scalarFunction({ name: "relu" }, back)])).steps).toHaveLength(1);
  });

  it("says which size is missing", () => {
    const builder = new NetworkBuilder();
    const x = builder.input("x", ["N", 3]);
    expect(() => writeProgram(builder.build([builder.add(x, x)]), new Map(), new Map(), dialect)).toThrow(
      /no input says how large N is/,
    );
  });
});
