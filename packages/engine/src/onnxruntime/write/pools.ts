import type { OperationOf, Window } from "@gipfel/network";
import type { GraphWriter, OperationWriter } from "./graph-writer.js";

const windowAttributes = ({ kernel, strides, pads, dilations }: Window) => ({
  kernel_shape: kernel,
  strides,
  pads,
  dilations,
});

export const writeAveragePool: OperationWriter<OperationOf<"averagePool">> = (writer, operation, { name, inputs }) => {
  const { kernel, strides, pads } = operation;
  writer.emit("AveragePool", inputs, [name], {
    kernel_shape: kernel,
    strides,
    pads,
    count_include_pad: operation.countPadding ? 1 : 0,
  });
};

export const writeMaxPool: OperationWriter<OperationOf<"maxPool">> = (writer, operation, { name, inputs }) => {
  writer.emit("MaxPool", inputs, [name], windowAttributes(operation));
};

/** Positions of the maxima in x, flat over the whole tensor, the batch included. */
function indicesOf(writer: GraphWriter, window: Window, x: string): string {
  return writer.once(`maxima of ${x} ${JSON.stringify(windowAttributes(window))}`, () => {
    const indices = writer.temporary();
    writer.emit("MaxPool", [x], [writer.temporary(), indices], windowAttributes(window));
    return indices;
  });
}

export const writeMaxPoolRoute: OperationWriter<OperationOf<"maxPoolRoute">> = (
  writer,
  operation,
  { name, inputs },
) => {
  const [x, v] = inputs as [string, string];
  const flat = writer.temporary();
  writer.emit("Reshape", [v, writer.integers([-1])], [flat]);
  writer.emit("Gather", [flat, indicesOf(writer, operation, x)], [name], { axis: 0 });
};

export const writeMaxPoolUnroute: OperationWriter<OperationOf<"maxPoolUnroute">> = (
  writer,
  operation,
  { name, inputs },
) => {
  const [x, g] = inputs as [string, string];
  const everything = writer.integers([-1]);
  const [shape, size, zeros, indices, values, sums] = Array.from({ length: 6 }, () => writer.temporary()) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  writer.emit("Shape", [x], [shape]);
  writer.emit("Size", [x], [size]);
  const length = writer.temporary();
  writer.emit("Reshape", [size, writer.integers([1])], [length]);
  writer.emit("ConstantOfShape", [length], [zeros]);
  writer.emit("Reshape", [indicesOf(writer, operation, x), everything], [indices]);
  writer.emit("Reshape", [g, everything], [values]);
  writer.emit("ScatterElements", [zeros, indices, values], [sums], { axis: 0, reduction: "add" });
  writer.emit("Reshape", [sums, shape], [name]);
};
