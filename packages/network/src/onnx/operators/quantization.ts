/**
 * Tensors that are rounded to 8 or 16 bits and widened again, as they are in a quantized model: QuantizeLinear gives
 * round(clip(x / s, low − z, high − z)), still without the zero point z, and DequantizeLinear multiplies with s. Half-way
 * numbers go to the even one. Gradients pass the rounding as if it were not there, and end where no number of the range is
 * the nearest (as in PyTorch's fake quantization).
 */
import type { Value } from "../../builder.js";
import { fixedSize, normaliseAxis } from "../../shape.js";
import type { Tensor } from "../../tensor.js";
import { unsupported } from "../attributes.js";
import { DataType } from "../format.js";
import { type Frame, frameOf } from "../frame.js";
import type { ImportContext, OperatorTable } from "../import-context.js";

/** How far beyond the last number of a range it is still the nearest; less than a half, which float32 would round up. */
const reach = 0.49;

const ranges: ReadonlyMap<number, readonly [number, number]> = new Map([
  [DataType.UINT8, [0, 255]],
  [DataType.INT8, [-128, 127]],
  [DataType.UINT16, [0, 65_535]],
  [DataType.INT16, [-32_768, 32_767]],
]);

function quantize(context: ImportContext): Value {
  const { builder, node } = context;
  const frame = frameOf(context, [0]);
  const { scale, zero } = parametersOf(context, frame);
  const range = ranges.get(context.hasInput(2) ? context.dataType(2)! : DataType.UINT8);
  if (!range) throw unsupported(node, "only integers of 8 and 16 bits are supported");
  const [low, high] = [range[0] - reach, range[1] + reach];
  const scaled = builder.divide(frame.value(0), scale);
  const bound = (end: number) => builder.constant({ ...zero, data: zero.data.map((point) => end - point) });
  const [first = 0] = zero.data;
  const clipped = zero.data.every((point) => point === first)
    ? builder.scalarFunction({ name: "clip", minimum: low - first, maximum: high - first }, scaled)
    : builder.binary("minimum", builder.binary("maximum", scaled, bound(low)), bound(high));
  return frame.emit({ type: "scalar", function: { name: "round" } }, [clipped]);
}

function dequantize(context: ImportContext): Value {
  const frame = frameOf(context, [0]);
  return frame.emit({ type: "binary", name: "multiply" }, [frame.value(0), parametersOf(context, frame).scale]);
}

/** Scale and zero point, shaped to broadcast along their axis. */
function parametersOf(context: ImportContext, { value, offset }: Frame): { scale: Value; zero: Tensor } {
  const scale = context.constant(1);
  if (!scale || (context.hasInput(2) && !context.isConstant(2))) {
    throw unsupported(context.node, "its scale and zero point must be constants");
  }
  const rank = value(0).shape.length - offset;
  const along =
    scale.shape.length === 0 || fixedSize(scale.shape) === 1
      ? rank
      : normaliseAxis(context.attributes.integer("axis", 1), rank);
  const shape = along === rank ? [] : [fixedSize(scale.shape), ...new Array<number>(rank - along - 1).fill(1)];
  const zero = context.constant(2)?.data ?? new Float32Array(scale.data.length);
  return { scale: context.builder.constant({ shape, data: scale.data }), zero: { shape, data: zero } };
}

export const quantizationOperators: OperatorTable = { QuantizeLinear: quantize, DequantizeLinear: dequantize };
