import { fixedDimension, type OperationOf } from "@gipfel/network";
import type { OperationWriter } from "./graph-writer.js";

export const writeConvolution: OperationWriter<OperationOf<"convolution">> = (writer, operation, { name, inputs }) => {
  writer.emit("Conv", inputs, [name], {
    strides: operation.strides,
    pads: operation.pads,
    dilations: operation.dilations,
    group: operation.groups,
  });
};

/** Rows and columns that the stride of the forward convolution left over become output padding. */
export const writeTransposedConvolution: OperationWriter<OperationOf<"transposedConvolution">> = (
  writer,
  operation,
  { name, inputs },
) => {
  const { strides, pads, dilations, groups, size } = operation;
  const [g, kernel] = [writer.shapeOf(inputs[0]!), writer.shapeOf(inputs[1]!)];
  const outputPadding = ([0, 1] as const).map((axis) => {
    const span = dilations[axis] * (fixedDimension(kernel, axis + 2) - 1) + 1;
    return size[axis] - (strides[axis] * (fixedDimension(g, axis + 2) - 1) + span - pads[axis] - pads[axis + 2]!);
  });
  writer.emit("ConvTranspose", inputs, [name], {
    strides,
    pads,
    dilations,
    group: groups,
    output_padding: outputPadding,
  });
};
