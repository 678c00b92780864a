/** Small networks of random shape: convolutions, nonlinearities, sums, concatenations and pools in any order. */
import type { RunTensor } from "@gipfel/engine";
import { BATCH, fixedDimension, fixedSize, type Network, NetworkBuilder, tensor, type Value } from "@gipfel/network";
import { Random } from "./random.js";

const input = [3, 8, 8] as const;
const classes = 3;
const mostChannels = 6;

export function randomNetwork(seed: number, steps = 7): Network {
  const maker = new NetworkMaker(seed);
  for (let step = 0; step < steps; step += 1) maker.grow();
  return maker.finish();
}

/** Images for {@link randomNetwork}: `[N, 3, 8, 8]`. */
export function randomImages(count: number, seed: number): RunTensor {
  return { shape: [count, ...input], data: new Random(seed).values(count * fixedSize(input), 1.5) };
}

class NetworkMaker {
  readonly #builder = new NetworkBuilder();
  readonly #random: Random;
  /** The last is where the network grows; the others may be joined again. */
  readonly #made: Value[];
  #layers = 0;

  constructor(seed: number) {
    this.#random = new Random(seed);
    this.#made = [this.#builder.input("image", [BATCH, ...input])];
    this.#add(this.#nonlinear(this.#convolution(this.#made[0]!, 4, 3)));
  }

  grow(): void {
    const x = this.#made.at(-1)!;
    switch (this.#random.below(6)) {
      case 0:
        return this.#add(this.#pool(x));
      case 1:
        return this.#add(this.#nonlinear(this.#sum(x)));
      case 2:
        return this.#add(this.#join(x));
      case 3:
        return this.#add(this.#convolution(x, 1 + this.#random.below(4), 1));
      default:
        return this.#add(this.#nonlinear(this.#convolution(x, 2 + this.#random.below(4), this.#random.pick([1, 3]))));
    }
  }

  finish(): Network {
    const last = this.#nonlinear(this.#convolution(this.#made.at(-1)!, 4, 3));
    const pooled = this.#builder.reduce("mean", last, [2, 3]);
    const product = this.#builder.matMul(pooled, this.#constant([fixedDimension(pooled.shape, 1), classes], 1));
    const bias = this.#constant([1, classes], 0.3);
    return this.#builder.build([this.#builder.apply({ type: "binary", name: "add" }, [product, bias], "logits")]);
  }

  #add(value: Value): void {
    this.#made.push(value);
  }

  #constant(shape: readonly number[], scale: number): Value {
    return this.#builder.constant(tensor(shape, this.#random.values(fixedSize(shape), scale)));
  }

  #convolution(x: Value, outputs: number, kernel: 1 | 3): Value {
    const inputs = fixedDimension(x.shape, 1);
    const depthwise = this.#random.below(5) === 0;
    const groups = depthwise ? inputs : 1;
    const count = depthwise ? inputs : outputs;
    const pad = kernel === 3 && this.#random.below(4) > 0 ? 1 : 0;
    const padded = fixedDimension(x.shape, 2) < 3 ? Math.max(pad, (kernel - 1) / 2) : pad;
    const weights = this.#constant(
      [count, inputs / groups, kernel, kernel],
      1.5 / Math.sqrt((inputs / groups) * kernel ** 2),
    );
    return this.#builder.apply(
      { type: "convolution", strides: [1, 1], pads: [padded, padded, padded, padded], dilations: [1, 1], groups },
      [x, weights, this.#constant([count], 0.3)],
    );
  }

  #nonlinear(x: Value): Value {
    this.#layers += 1;
    const name = `layer${this.#layers}`;
    if (this.#random.below(4) === 0) {
      const gate = this.#builder.scalarFunction({ name: "sigmoid" }, x);
      return this.#builder.apply({ type: "binary", name: "multiply" }, [x, gate], name);
    }
    const f = this.#random.pick([{ name: "relu" }, { name: "relu" }, { name: "leakyRelu", alpha: 0.2 }] as const);
    return this.#builder.apply({ type: "scalar", function: f }, [x], name);
  }

  #pool(x: Value): Value {
    const size = fixedDimension(x.shape, 2);
    if (size < 4) return this.#nonlinear(x);
    const pad = this.#random.below(2);
    const window = { kernel: [2, 2], strides: [2, 2], pads: [pad, pad, pad, pad], dilations: [1, 1] } as const;
    return this.#random.below(2) === 0
      ? this.#builder.apply({ type: "maxPool", ...window }, [x])
      : this.#builder.apply({ type: "averagePool", countPadding: false, ...window }, [x]);
  }

  #sum(x: Value): Value {
    const partners = this.#made.slice(0, -1).filter(({ shape }) => shape.slice(2).join() === x.shape.slice(2).join());
    if (partners.length === 0) return this.#convolution(x, 4, 1);
    const partner = this.#random.pick(partners);
    const weights = this.#constant([fixedDimension(x.shape, 1), fixedDimension(partner.shape, 1), 1, 1], 0.7);
    const window = { strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;
    const projected = this.#builder.apply({ type: "convolution", ...window, groups: 1 }, [partner, weights]);
    return this.#builder.add(x, projected);
  }

  #join(x: Value): Value {
    const partners = this.#made.slice(1, -1).filter(({ shape }) => shape.slice(2).join() === x.shape.slice(2).join());
    const joined = partners.length === 0 ? x : this.#builder.concat([x, this.#random.pick(partners)], 1);
    return fixedDimension(joined.shape, 1) > mostChannels ? this.#convolution(joined, 3, 1) : joined;
  }
}
