/** What can be said of the values of a tensor without running anything: whether it is a gate, or after a ReLU. */
import type { Network, NetworkNode, ScalarFunction, Tensor } from "@gipfel/network";

export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

const any: ValueRange = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
const positive: ValueRange = { low: 0, high: Number.POSITIVE_INFINITY };
const zero: ValueRange = { low: 0, high: 0 };
const unit: ValueRange = { low: 0, high: 1 };

/** Bounds of every node of a network. */
export function valueRanges(network: Network): ReadonlyMap<string, ValueRange> {
  const ranges = new Map<string, ValueRange>();
  const rangeOf = (name: string) => ranges.get(name) ?? rangeOfTensor(network.constants.get(name)!);
  for (const node of network.nodes.values()) ranges.set(node.name, rangeAfter(node, rangeOf));
  return ranges;
}

function rangeOfTensor({ data }: Tensor): ValueRange {
  return {
    low: data.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY),
    high: data.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY),
  };
}

function rangeAfter({ operation, inputs }: NetworkNode, rangeOf: (name: string) => ValueRange): ValueRange {
  const input = (i: number) => rangeOf(inputs[i]!);
  switch (operation.type) {
    case "scalar":
      return rangeOfFunction(operation.function, input(0));
    case "binary":
      return rangeOfBinary(operation.name, input(0), input(1));
    case "concat":
      return inputs.map(rangeOf).reduce(hull);
    case "pad":
      return hull(input(0), { low: operation.value, high: operation.value });
    case "averagePool":
      return operation.countPadding ? hull(input(0), zero) : input(0);
    case "reduce":
      if (operation.name !== "sum") return input(0);
      return input(0).low >= 0 ? positive : any;
    case "softmax":
      return unit;
    case "reshape":
    case "transpose":
    case "slice":
    case "maxPool":
      return input(0);
    default:
      return any;
  }
}

function rangeOfFunction(f: ScalarFunction, { low, high }: ValueRange): ValueRange {
  switch (f.name) {
    case "sigmoid":
    case "hardSigmoid":
      return unit;
    case "relu":
      return { low: Math.max(low, 0), high: Math.max(high, 0) };
    case "clip":
      return { low: clamp(low, f.minimum, f.maximum), high: clamp(high, f.minimum, f.maximum) };
    case "softplus":
    case "exp":
    case "sqrt":
    case "abs":
      return positive;
    default:
      return any;
  }
}

function rangeOfBinary(
  name: Extract<NetworkNode["operation"], { type: "binary" }>["name"],
  a: ValueRange,
  b: ValueRange,
): ValueRange {
  switch (name) {
    case "add":
      return { low: a.low + b.low, high: a.high + b.high };
    case "subtract":
      return { low: a.low - b.high, high: a.high - b.low };
    case "multiply":
      return a.low >= 0 && b.low >= 0 ? { low: a.low * b.low, high: product(a.high, b.high) } : any;
    case "divide":
      return a.low >= 0 && b.low > 0 ? { low: 0, high: a.high / b.low } : any;
    case "maximum":
      return { low: Math.max(a.low, b.low), high: Math.max(a.high, b.high) };
    case "minimum":
      return { low: Math.min(a.low, b.low), high: Math.min(a.high, b.high) };
    case "power":
      return a.low >= 0 ? positive : any;
  }
}

const clamp = (value: number, minimum: number, maximum: number) => Math.min(Math.max(value, minimum), maximum);
const hull = (a: ValueRange, b: ValueRange): ValueRange => ({
  low: Math.min(a.low, b.low),
  high: Math.max(a.high, b.high),
});
/** Where 0 · ∞ is 0: a factor of 0 leaves nothing. */
const product = (a: number, b: number) => (a === 0 || b === 0 ? 0 : a * b);
