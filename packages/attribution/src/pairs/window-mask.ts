import { fixedDimension, type OperationOf, type Shape, spatialSize, type Tensor, tensor } from "@gipfel/network";

/**
 * Which output positions of a convolution see a pixel, not padding, through each element of the kernel: `[P, kh·kw]`
 * of 0 and 1.
 */
export function windowMask(
  { strides, dilations, pads }: OperationOf<"convolution">,
  kernel: Shape,
  input: Shape,
  output: Shape,
): Tensor {
  const size = spatialSize(input);
  const seen = ([0, 1] as const).map((axis) =>
    Array.from({ length: fixedDimension(output, axis + 2) }, (_, o) =>
      Array.from({ length: fixedDimension(kernel, axis + 2) }, (_value, k) => {
        const at = o * strides[axis] + k * dilations[axis] - pads[axis];
        return at >= 0 && at < size[axis] ? 1 : 0;
      }),
    ),
  );
  const [rows, columns] = seen as [number[][], number[][]];
  const mask = rows.flatMap((row) => columns.flatMap((column) => row.flatMap((r) => column.map((c) => r * c))));
  return tensor([rows.length * columns.length, rows[0]!.length * columns[0]!.length], mask);
}
