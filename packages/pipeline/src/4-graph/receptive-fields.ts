/**
 * Receptive fields: which pixels of the input a position of a tensor can see. Sizes and strides multiply along the
 * path (Araujo, Norris & Sim 2019, "Computing receptive fields of convolutional neural networks"); where branches
 * meet, the larger one counts.
 */
import {
  fixedDimension,
  type Network,
  type NetworkNode,
  nodeNamed,
  type Pads,
  type Pair,
  type Tensor,
} from "@gipfel/network";

export interface ReceptiveField {
  /** Height and width in pixels. */
  readonly size: Pair;
  /** Pixels between neighbouring positions. */
  readonly stride: Pair;
  /** Pixel coordinate of the centre at position (0, 0). */
  readonly centre: Pair;
}

/** The receptive field of every tensor with positions; dense tensors have none and see the whole image. */
export function receptiveFields(network: Network): Map<string, ReceptiveField> {
  const fields = new Map<string, ReceptiveField>();
  for (const node of network.nodes.values()) {
    if (node.operation.type === "input") {
      fields.set(node.name, { size: [1, 1], stride: [1, 1], centre: [0.5, 0.5] });
      continue;
    }
    const inputs = node.inputs.flatMap((input) => fields.get(input) ?? []);
    const widest = inputs.sort((a, b) => b.size[0] - a.size[0])[0];
    if (widest && node.shape.length === 4) fields.set(node.name, through(network, node, widest));
  }
  return fields;
}

function through(network: Network, node: NetworkNode, field: ReceptiveField): ReceptiveField {
  const { operation } = node;
  switch (operation.type) {
    case "convolution": {
      const kernel = network.constants.get(node.inputs[1]!)!.shape;
      return window(field, [kernel[2]!, kernel[3]!], operation.strides, operation.dilations, operation.pads);
    }
    case "maxPool":
    case "averagePool":
      return window(field, operation.kernel, operation.strides, operation.dilations, operation.pads);
    case "reduce": {
      const { shape } = nodeNamed(network, node.inputs[0]!);
      return window(field, [fixedDimension(shape, 2), fixedDimension(shape, 3)], [1, 1], [1, 1], [0, 0, 0, 0]);
    }
    case "resample":
      return operation.axis < 2 ? field : resampled(network.constants.get(node.inputs[1]!)!, operation.axis - 2, field);
    case "slice": {
      if (operation.axis < 2) return field;
      const axis = operation.axis - 2;
      const stride: Pair = axis === 0 ? [operation.step, 1] : [1, operation.step];
      const start: Pads = axis === 0 ? [-operation.start, 0, 0, 0] : [0, -operation.start, 0, 0];
      return window(field, [1, 1], stride, [1, 1], start);
    }
    default:
      return field;
  }
}

/** As wide as the widest output is made of; as far apart as outputs are away from the border, where pads mirror. */
function resampled({ shape, data }: Tensor, axis: number, field: ReceptiveField): ReceptiveField {
  const [size, outputs] = shape as readonly [number, number];
  const seen = Array.from({ length: outputs }, (_, o) => {
    const rows = Array.from({ length: size }, (_value, i) => i).filter((i) => data[i * outputs + o] !== 0);
    return [rows[0] ?? 0, rows.at(-1) ?? 0] as const;
  });
  const reach = Math.max(...seen.map(([from, to]) => to - from));
  const middle = ([from, to]: readonly [number, number]) => (from + to) / 2;
  const [first, last] = [Math.floor(outputs / 4), Math.ceil((3 * (outputs - 1)) / 4)];
  const stride = last > first ? (middle(seen[last]!) - middle(seen[first]!)) / (last - first) : 1;
  const along = (own: Pair, value: number): Pair => (axis === 0 ? [value, own[1]] : [own[0], value]);
  const step = field.stride[axis]!;
  return {
    size: along(field.size, field.size[axis]! + reach * step),
    stride: along(field.stride, step * stride),
    centre: along(field.centre, field.centre[axis]! + (middle(seen[first]!) - first * stride) * step),
  };
}

function window(field: ReceptiveField, kernel: Pair, strides: Pair, dilations: Pair, pads: Pads): ReceptiveField {
  const along = (axis: 0 | 1) => {
    const reach = (kernel[axis] - 1) * dilations[axis];
    return {
      size: field.size[axis] + reach * field.stride[axis],
      stride: field.stride[axis] * strides[axis],
      centre: field.centre[axis] + (reach / 2 - pads[axis]) * field.stride[axis],
    };
  };
  const [rows, columns] = [along(0), along(1)];
  return {
    size: [rows.size, columns.size],
    stride: [rows.stride, columns.stride],
    centre: [rows.centre, columns.centre],
  };
}

/**
 * The patch to show for a position: the receptive field, but at most half the image on a side, since the part of a large
 * field that matters is much smaller than the field (Luo et al. 2016), and inside the image.
 *
 * @returns x, y, width, height in pixels of the input.
 */
export function patchBox(
  field: ReceptiveField | undefined,
  [row, column]: Pair,
  image: Pair,
): [number, number, number, number] {
  if (!field) return [0, 0, image[1], image[0]];
  const along = (axis: 0 | 1, position: number) => {
    const least = Math.max(8, Math.round(image[axis] / 8));
    const length = Math.min(
      Math.max(Math.round(field.size[axis]), least),
      Math.max(least, Math.round(image[axis] / 2)),
    );
    const start = Math.round(field.centre[axis] + position * field.stride[axis] - length / 2);
    return { start: Math.min(Math.max(0, start), image[axis] - length), length };
  };
  const [vertical, horizontal] = [along(0, row), along(1, column)];
  return [horizontal.start, vertical.start, horizontal.length, vertical.length];
}
