import { describe, expect, it } from "vitest";
import { NetworkBuilder, type Value } from "./builder.js";
import { joinFunctions } from "./join-functions.js";
import type { Network } from "./network.js";

/** What a network makes of one number, in float64. */
function evaluate({ nodes, constants, outputs }: Network, x: number): number {
  const values = new Map([...constants].map(([name, { data }]) => [name, data[0]!]));
  const scalars: Readonly<Record<string, (y: number) => number>> = {
    negate: (y) => -y,
    exp: Math.exp,
    log: Math.log,
    reciprocal: (y) => 1 / y,
    sigmoid: (y) => 1 / (1 + Math.exp(-y)),
    softplus: (y) => Math.max(y, 0) + Math.log1p(Math.exp(-Math.abs(y))),
  };
  for (const { name, operation, inputs } of nodes.values()) {
    const [a, b] = inputs.map((input) => values.get(input)!);
    if (operation.type === "input") values.set(name, x);
    else if (operation.type === "scalar") values.set(name, scalars[operation.function.name]!(a!));
    else if (operation.type === "binary") values.set(name, operation.name === "add" ? a! + b! : a! / b!);
  }
  return values.get(outputs[0]!)!;
}

function networkOf(body: (b: NetworkBuilder, x: Value) => Value): Network {
  const builder = new NetworkBuilder();
  const made = body(builder, builder.input("x", ["N", 1]));
  return builder.build([builder.apply({ type: "scalar", function: { name: "negate" } }, [made], "end")]);
}

const f = (b: NetworkBuilder, name: "negate" | "exp" | "log" | "reciprocal" | "sigmoid", x: Value) =>
  b.scalarFunction({ name }, x);
const onePlusExp = (b: NetworkBuilder, x: Value) => b.add(b.scalar(1), f(b, "exp", x));

const chains: Readonly<Record<string, (b: NetworkBuilder, x: Value) => Value>> = {
  "log(sigmoid(x))": (b, x) => f(b, "log", f(b, "sigmoid", x)),
  "log(1 / (1 + exp(−x)))": (b, x) => f(b, "log", b.divide(b.scalar(1), onePlusExp(b, f(b, "negate", x)))),
  "1 / (1 + exp(−x))": (b, x) => f(b, "reciprocal", onePlusExp(b, f(b, "negate", x))),
  "log(1 + exp(x))": (b, x) => f(b, "log", onePlusExp(b, x)),
};

describe("joinFunctions", () => {
  it.each(Object.entries(chains))("makes %s the same function without overflow", (_, body) => {
    const network = networkOf(body);
    const joined = joinFunctions(network);
    for (const x of [-20, -1, 0, 0.5, 20]) expect(evaluate(joined, x)).toBeCloseTo(evaluate(network, x), 6);
    const steps = [...joined.nodes.values()].map(({ operation }) =>
      operation.type === "scalar" ? operation.function.name : operation.type,
    );
    expect(steps).not.toContain("exp");
    expect(steps).not.toContain("log");
    expect(Number.isFinite(evaluate(joined, -800))).toBe(true);
    expect(Number.isFinite(evaluate(joined, 800))).toBe(true);
    expect([...joined.nodes.keys()].at(-1)).toBe("end");
  });

  it("leaves other logarithms and quotients as they are", () => {
    const network = networkOf((b, x) => f(b, "log", b.add(b.scalar(2), f(b, "exp", x))));
    expect(joinFunctions(network)).toBe(network);
  });
});
