import type { BinaryName } from "../../operation.js";
import { scalar } from "../../tensor.js";
import { binaryOfViews, binaryWithConstant } from "../lower/elementwise.js";
import { concat } from "../lower/movement.js";
import { expandView, type TensorView } from "../tensor-view.js";
import type { LayerContext, LayerImporter, LayerTable } from "./layer-context.js";

/** Inputs with fewer axes get some of size 1 after the batch. */
function sameRank(inputs: readonly TensorView[]): TensorView[] {
  if (inputs.length < 2) throw new RangeError(`it has ${inputs.length} inputs, expected at least two`);
  const rank = Math.max(...inputs.map(({ axes }) => axes.length));
  return inputs.map((input) => {
    let view = input;
    while (view.axes.length < rank) view = expandView(view, 1);
    return view;
  });
}

function merged({ builder, inputs }: LayerContext, name: BinaryName): TensorView {
  return sameRank(inputs).reduce((a, b) => binaryOfViews(builder, name, a, b));
}

function merge(name: BinaryName): LayerImporter {
  return (context) => merged(context, name);
}

function subtract(context: LayerContext): TensorView {
  if (context.inputs.length !== 2) throw new RangeError(`it has ${context.inputs.length} inputs, expected two`);
  return merged(context, "subtract");
}

function average(context: LayerContext): TensorView {
  const share = scalar(1 / context.inputs.length);
  return binaryWithConstant(context.builder, "multiply", merged(context, "add"), share);
}

export const mergeTable: LayerTable = {
  Add: merge("add"),
  Subtract: subtract,
  Multiply: merge("multiply"),
  Average: average,
  Maximum: merge("maximum"),
  Minimum: merge("minimum"),
  Concatenate: (context) => concat(context.builder, context.inputs, context.axis("axis", -1)),
};
