/** The elements that TensorFlow's two slicing operations take, axis by axis. */
import { type Dimension, describeShape, type Shape } from "../../shape.js";
import type { Bounds } from "../lower/movement.js";
import type { Attributes } from "./attributes.js";

export interface SlicedShape {
  /** By axis of the input; undefined: all of it. */
  readonly bounds: readonly (Bounds | undefined)[];
  /** Axes that are dropped afterwards. */
  readonly dropped: readonly number[];
  /** Places in the result at which an axis of size 1 is added. */
  readonly added: readonly number[];
}

export function sliceBounds(shape: Shape, begin: readonly number[], size: readonly number[]): SlicedShape {
  const bounds = shape.map((_, axis): Bounds | undefined => {
    const [start, length] = [begin[axis] ?? 0, size[axis] ?? -1];
    if (start === 0 && (length === -1 || length === shape[axis])) return undefined;
    return { start, end: length === -1 ? sizeAt(shape, axis) : start + length, step: 1 };
  });
  return { bounds, dropped: [], added: [] };
}

/** Python's `x[begin:end:step, ..., newaxis, index]`, each written as bits of a mask. */
export function stridedBounds(
  shape: Shape,
  begin: readonly number[],
  end: readonly number[],
  steps: readonly number[],
  attributes: Attributes,
): SlicedShape {
  const has = (mask: string) => {
    const bits = attributes.number(mask, 0);
    return (i: number) => ((bits >> i) & 1) === 1;
  };
  const [noBegin, noEnd] = [has("begin_mask"), has("end_mask")];
  const [ellipsis, newAxis, shrink] = [has("ellipsis_mask"), has("new_axis_mask"), has("shrink_axis_mask")];
  const entries = begin.map((_, i) => i);
  const reading = entries.filter((i) => !ellipsis(i) && !newAxis(i)).length;
  const bounds = new Array<Bounds | undefined>(shape.length).fill(undefined);
  const dropped: number[] = [];
  const added: number[] = [];
  let axis = 0;
  let place = 0;
  for (const i of entries) {
    if (ellipsis(i)) {
      axis += shape.length - reading;
      place += shape.length - reading;
      continue;
    }
    if (newAxis(i)) {
      added.push(place);
      place += 1;
      continue;
    }
    if (axis >= shape.length) throw new RangeError(`it slices ${reading} axes of ${describeShape(shape)}`);
    if (shrink(i)) {
      const size = sizeAt(shape, axis);
      const start = begin[i]! < 0 ? begin[i]! + size : begin[i]!;
      bounds[axis] = { start, end: start + 1, step: 1 };
      dropped.push(axis);
    } else {
      if (!(noBegin(i) && noEnd(i) && steps[i] === 1)) {
        const size = sizeAt(shape, axis);
        const bound = (value: number) => Math.min(size, Math.max(0, value < 0 ? value + size : value));
        const start = noBegin(i) ? 0 : bound(begin[i]!);
        bounds[axis] = { start, end: noEnd(i) ? size : bound(end[i]!), step: steps[i]! };
      }
      place += 1;
    }
    axis += 1;
  }
  return { bounds, dropped, added };
}

function sizeAt(shape: Shape, axis: number): number {
  const size: Dimension | undefined = shape[axis];
  if (typeof size !== "number") throw new RangeError("it slices the images of the batch");
  return size;
}
