import { describeJson } from "../json.js";
import { pool, reduce } from "../lower/pooling.js";
import { resize } from "../lower/resize.js";
import type { TensorView } from "../tensor-view.js";
import type { LayerContext, LayerImporter, LayerTable } from "./layer-context.js";

function pooling(name: "max" | "average"): LayerImporter {
  return ({ builder, options, input, padding, format }) => {
    const kernel = options.pair("pool_size", [2, 2]);
    return pool(builder, name, input, { kernel, strides: options.pair("strides", kernel), padding, format });
  };
}

function globalPooling(name: "max" | "mean"): LayerImporter {
  return ({ builder, options, input, format }) => {
    if (input.axes.length !== 4) throw new RangeError("two spatial axes are supported");
    const axes = format === "channelsLast" ? [1, 2] : [2, 3];
    return reduce(builder, name, input, axes, options.boolean("keepdims", false));
  };
}

/** As TensorFlow.js computes it: bilinear between corners, not between centres as TensorFlow 2 does. */
function upSampling2D({ builder, options, input, format }: LayerContext): TensorView {
  const interpolation = options.word("interpolation", "nearest");
  if (interpolation !== "nearest" && interpolation !== "bilinear") {
    throw new RangeError(`interpolation ${describeJson(interpolation)} is not supported, only nearest and bilinear`);
  }
  return resize(builder, input, {
    factors: options.pair("size", [2, 2]),
    interpolation,
    halfPixelCentres: false,
    format,
  });
}

export const poolingTable: LayerTable = {
  MaxPooling2D: pooling("max"),
  AveragePooling2D: pooling("average"),
  GlobalMaxPooling2D: globalPooling("max"),
  GlobalAveragePooling2D: globalPooling("mean"),
  UpSampling2D: upSampling2D,
};
