import { fixedSize, type OperationOf } from "@gipfel/network";
import type { OperationWriter } from "./graph-writer.js";

/** A matrix product over the last axis; over another one, that of `[N, …, size, rest]` with the turned matrix. */
export const writeResample: OperationWriter<OperationOf<"resample">> = (writer, { axis }, { name, inputs }) => {
  const [x, matrix] = inputs as [string, string];
  const shape = writer.shapeOf(x);
  if (axis === shape.length - 1) return writer.emit("MatMul", [x, matrix], [name]);
  const turned = writer.once(`turned ${matrix}`, () => {
    const made = writer.temporary();
    writer.emit("Transpose", [matrix], [made], { perm: [1, 0] });
    return made;
  });
  if (axis === shape.length - 2) return writer.emit("MatMul", [turned, x], [name]);
  const before = shape.slice(0, axis).map((dimension, i) => (typeof dimension === "number" && i > 0 ? dimension : 0));
  const rest = shape.slice(axis + 1) as readonly number[];
  const [flat, product] = [writer.temporary(), writer.temporary()];
  const [from, to] = [shape[axis] as number, writer.shapeOf(matrix)[1] as number];
  writer.emit("Reshape", [x, writer.integers([...before, from, fixedSize(rest)])], [flat]);
  writer.emit("MatMul", [turned, flat], [product]);
  writer.emit("Reshape", [product, writer.integers([...before, to, ...rest])], [name]);
};
