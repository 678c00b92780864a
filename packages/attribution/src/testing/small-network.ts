/** Small networks for tests, with weights that are random but the same in every run. */
import {
  BATCH,
  fixedDimension,
  fixedSize,
  type Network,
  NetworkBuilder,
  type Operation,
  type ScalarFunction,
  type Tensor,
  tensor,
  type Value,
} from "@gipfel/network";

interface ConvolutionOptions {
  readonly kernel?: number;
  readonly stride?: number;
  readonly pad?: number;
  readonly groups?: number;
  readonly name?: string;
}

export class SmallNetwork {
  readonly builder = new NetworkBuilder();
  readonly image: Value;
  #state = 1;

  constructor(channels = 3, size = 8) {
    this.image = this.builder.input("image", [BATCH, channels, size, size]);
  }

  /** Between −1 and 1, by the minimal standard generator (Park & Miller 1988). */
  random(shape: readonly number[]): Tensor {
    const next = () => {
      this.#state = (this.#state * 48271) % 2147483647;
      return (2 * this.#state) / 2147483647 - 1;
    };
    return tensor(shape, Float32Array.from({ length: fixedSize(shape) }, next));
  }

  constant(shape: readonly number[]): Value {
    return this.builder.constant(this.random(shape));
  }

  convolution(x: Value, outputs: number, options: ConvolutionOptions = {}): Value {
    const { kernel = 3, stride = 1, groups = 1, name } = options;
    const pad = options.pad ?? Math.floor(kernel / 2);
    const inputs = fixedDimension(x.shape, 1) / groups;
    return this.builder.apply(
      { type: "convolution", strides: [stride, stride], pads: [pad, pad, pad, pad], dilations: [1, 1], groups },
      [x, this.constant([outputs, inputs, kernel, kernel]), this.constant([outputs])],
      name,
    );
  }

  scalar(f: ScalarFunction | "relu" | "sigmoid" | "hardSwish" | "erf", x: Value, name?: string): Value {
    return this.builder.apply({ type: "scalar", function: typeof f === "string" ? { name: f } : f }, [x], name);
  }

  relu(x: Value, name?: string): Value {
    return this.scalar("relu", x, name);
  }

  /** A named sum or product. */
  binary(name: "add" | "multiply", a: Value, b: Value, tensorName?: string): Value {
    return this.builder.apply({ type: "binary", name }, [a, b], tensorName);
  }

  maxPool(x: Value, { pad = 0, name }: { pad?: number; name?: string } = {}): Value {
    const window = { kernel: [2, 2], strides: [2, 2], pads: [pad, pad, pad, pad], dilations: [1, 1] } as const;
    return this.builder.apply({ type: "maxPool", ...window }, [x], name);
  }

  apply(operation: Operation, inputs: readonly Value[], name?: string): Value {
    return this.builder.apply(operation, inputs, name);
  }

  dense(x: Value, outputs: number, name?: string): Value {
    const product: Operation = { type: "matMul", transposeA: false, transposeB: false };
    const weights = this.constant([fixedDimension(x.shape, 1), outputs]);
    return this.binary("add", this.apply(product, [x, weights]), this.constant([1, outputs]), name);
  }

  /** Mean over positions, then a dense layer: the logits. */
  finish(x: Value): Network {
    const pooled = x.shape.length === 4 ? this.builder.reduce("mean", x, [2, 3]) : x;
    return this.builder.build([this.dense(pooled, 3, "logits")]);
  }
}
