import { type NetworkBuilder, type NetworkNode, spatialSize, type Tensor, tensor, type Value } from "@gipfel/network";
import type { ImageView } from "./image-view.js";

/** A linear map z = W x + b, as the rules see it: with other weights and inputs it can be run, and pulled back. */
export interface LinearLayer {
  readonly kind: "convolution" | "dense";
  readonly builder: NetworkBuilder;
  readonly x: Value;
  /** Whether no element of x can be negative, as after a ReLU. */
  readonly isNonNegative: boolean;
  /** Where x is a view of the image: what it could hold. */
  readonly image: ImageView | null;
  /** W, or every element of it changed. */
  weights(change?: (w: number) => number): Value;
  /** b, or every element of it changed; undefined where the layer has none. */
  bias(change?: (b: number) => number): Value | undefined;
  /** W x + b */
  apply(x: Value, weights: Value, bias?: Value): Value;
  /** Wᵀ g, of the shape of x. */
  pull(g: Value, weights: Value): Value;
}

interface Surroundings {
  readonly builder: NetworkBuilder;
  readonly constants: ReadonlyMap<string, Tensor>;
  valueAt(name: string): Value;
}

/**
 * @param node a convolution or a matrix product with constant weights.
 * @param bias name of the constant that is added to it.
 */
export function linearLayer(
  { builder, constants, valueAt }: Surroundings,
  node: NetworkNode,
  bias: string | undefined,
  about: Pick<LinearLayer, "isNonNegative" | "image">,
): LinearLayer {
  const changed = (name: string, change?: (value: number) => number): Value => {
    if (!change) return valueAt(name);
    const { shape, data } = constants.get(name)!;
    return builder.constant(tensor(shape, data.map(change)));
  };
  const x = valueAt(node.inputs[0]!);
  return {
    builder,
    x,
    ...about,
    weights: (change) => changed(node.inputs[1]!, change),
    bias: (change) => (bias === undefined ? undefined : changed(bias, change)),
    ...directions(builder, node, x),
  };
}

function directions(
  builder: NetworkBuilder,
  { operation }: NetworkNode,
  x: Value,
): Pick<LinearLayer, "kind" | "apply" | "pull"> {
  if (operation.type === "convolution") {
    const { strides, pads, dilations, groups } = operation;
    const size = spatialSize(x.shape);
    return {
      kind: "convolution",
      apply: (input, weights, bias) => builder.apply(operation, bias ? [input, weights, bias] : [input, weights]),
      pull: (g, weights) =>
        builder.apply({ type: "transposedConvolution", strides, pads, dilations, groups, size }, [g, weights]),
    };
  }
  if (operation.type !== "matMul") throw new RangeError(`a ${operation.type} is no linear layer`);
  return {
    kind: "dense",
    apply(input, weights, bias) {
      const product = builder.apply(operation, [input, weights]);
      return bias ? builder.add(product, bias) : product;
    },
    pull: (g, weights) => builder.matMul(g, weights, { b: !operation.transposeB }),
  };
}
