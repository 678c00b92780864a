/**
 * Factors and terms per channel right after a convolution (batch normalisation, biases) become part of its weights, as
 * onnxruntime does for ONNX files: fewer operations, and the layers of a network do not depend on its file format.
 */
import { consumersOf, type Network, type NetworkNode } from "../network.js";
import { fixedSize, type Shape, sameShape } from "../shape.js";
import type { Tensor } from "../tensor.js";

export function mergeAffine(network: Network): Network {
  const consumers = consumersOf(network);
  const outputs = new Set(network.outputs);
  const nodes = new Map<string, NetworkNode>();
  const constants = new Map(network.constants);
  const define = (name: string, value: Tensor) => {
    constants.set(name, value);
    return name;
  };
  for (const node of network.nodes.values()) {
    const step = affineStep(node, constants);
    const source = step && nodes.get(step.input);
    const alone = source && consumers.get(step.input)?.length === 1 && !outputs.has(step.input);
    if (!step || source?.operation.type !== "convolution" || !alone) {
      nodes.set(node.name, node);
      continue;
    }
    const [x, kernelName, biasName] = source.inputs;
    const kernel = constants.get(kernelName!);
    const perChannel = channelValues(step.constant, node.shape);
    if (!kernel || !perChannel || !sameShape(node.shape, source.shape)) {
      nodes.set(node.name, node);
      continue;
    }
    const bias = biasName === undefined ? undefined : constants.get(biasName);
    const merged = step.apply(kernel, bias, perChannel);
    nodes.delete(source.name);
    const inputs = [x!, define(`${node.name}%kernel`, merged.kernel), define(`${node.name}%bias`, merged.bias)];
    nodes.set(node.name, { ...source, name: node.name, inputs });
  }
  const needed = new Set([...nodes.values()].flatMap(({ inputs }) => inputs));
  return { ...network, nodes, constants: new Map([...constants].filter(([name]) => needed.has(name))) };
}

interface Affine {
  readonly kernel: Tensor;
  readonly bias: Tensor;
}

interface AffineStep {
  /** The tensor that is scaled or shifted. */
  readonly input: string;
  readonly constant: Tensor;
  readonly apply: (kernel: Tensor, bias: Tensor | undefined, values: Float32Array) => Affine;
}

function affineStep(
  { operation, inputs }: NetworkNode,
  constants: ReadonlyMap<string, Tensor>,
): AffineStep | undefined {
  if (operation.type !== "binary") return undefined;
  const [left, right] = inputs as readonly [string, string];
  const [constantLeft, constantRight] = [constants.get(left), constants.get(right)];
  const constant = constantRight ?? constantLeft;
  if (!constant) return undefined;
  const input = constantRight ? left : right;
  switch (operation.name) {
    case "multiply":
      return { input, constant, apply: scaled };
    case "add":
      return { input, constant, apply: (kernel, bias, values) => shifted(kernel, bias, values, 1) };
    case "subtract":
      return constantRight && { input, constant, apply: (kernel, bias, values) => shifted(kernel, bias, values, -1) };
    default:
      return undefined;
  }
}

/** One value for each channel of `[N, C, H, W]`, or undefined where the constant differs between positions. */
function channelValues({ shape, data }: Tensor, like: Shape): Float32Array | undefined {
  const channels = like[1] as number;
  const aligned = like.map((_, axis) => shape[axis - like.length + shape.length] ?? 1);
  if (shape.length > like.length || aligned.some((size, axis) => size !== 1 && axis !== 1)) return undefined;
  return data.length === 1 ? new Float32Array(channels).fill(data[0]!) : data;
}

function scaled(kernel: Tensor, bias: Tensor | undefined, values: Float32Array): Affine {
  const taps = fixedSize(kernel.shape.slice(1));
  return {
    kernel: { shape: kernel.shape, data: kernel.data.map((weight, i) => weight * values[Math.floor(i / taps)]!) },
    bias: { shape: [values.length], data: values.map((value, c) => value * (bias?.data[c] ?? 0)) },
  };
}

function shifted(kernel: Tensor, bias: Tensor | undefined, values: Float32Array, sign: 1 | -1): Affine {
  return {
    kernel,
    bias: { shape: [values.length], data: values.map((value, c) => sign * value + (bias?.data[c] ?? 0)) },
  };
}
