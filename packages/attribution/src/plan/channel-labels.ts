/**
 * Which single channel of a layer each element of a tensor belongs to, carried through spatial operations and channel
 * movements. −1: to none. Stored as one label per channel while positions agree, else one per element.
 */
import { fixedSize, type Shape } from "@gipfel/network";
import { type ChannelStructure, elementShape } from "./channel-structure.js";

export interface ChannelLabels {
  /** Element shape (no batch). */
  readonly shape: readonly number[];
  readonly perChannel: boolean;
  readonly values: Int32Array;
}

const none = -1;

/** Each channel of a layer labelled with its own index. */
export function ownChannels(shape: Shape): ChannelLabels {
  const elements = elementShape(shape);
  return { shape: elements, perChannel: true, values: Int32Array.from({ length: elements[0]! }, (_, c) => c) };
}

/** One label per element. */
export function expandLabels(labels: ChannelLabels): Int32Array {
  if (!labels.perChannel) return labels.values;
  const positions = fixedSize(labels.shape.slice(1));
  const values = new Int32Array(labels.values.length * positions);
  labels.values.forEach((label, c) => {
    values.fill(label, c * positions, (c + 1) * positions);
  });
  return values;
}

/** One label per channel (axis 0 of the elements), or undefined where the positions of a channel disagree. */
export function collapseLabels(labels: ChannelLabels): Int32Array | undefined {
  if (labels.perChannel) return labels.values;
  const channels = labels.shape[0]!;
  const positions = fixedSize(labels.shape.slice(1));
  const values = new Int32Array(channels).fill(none);
  for (let e = 0; e < labels.values.length; e += 1) {
    const label = labels.values[e]!;
    if (label === none) continue;
    const c = Math.floor(e / positions);
    if (values[c] === none) values[c] = label;
    else if (values[c] !== label) return undefined;
  }
  return values;
}

/** Labels of a node's output from those of an input; undefined where an output element mixes labels. */
export function pushLabels(
  labels: ChannelLabels,
  structure: ChannelStructure,
  output: Shape,
): ChannelLabels | undefined {
  const shape = elementShape(output);
  if (structure.kind === "mixing") return undefined;
  if (structure.kind === "elements") {
    const values = expandLabels(labels);
    return { shape, perChannel: false, values: structure.map.map((e) => (e < 0 ? none : values[e]!)) };
  }
  if (structure.map === null && !labels.perChannel && fixedSize(shape) === labels.values.length)
    return { ...labels, shape };
  const channels = collapseLabels(labels);
  if (!channels) return undefined;
  const map = structure.map;
  return { shape, perChannel: true, values: map ? map.map((c) => (c < 0 ? none : channels[c]!)) : channels };
}

/** Labels of a node's input from those of its output, against the direction of the data. */
export function pullLabels(
  labels: ChannelLabels,
  structure: ChannelStructure,
  input: Shape,
): ChannelLabels | undefined {
  const shape = elementShape(input);
  if (structure.kind === "mixing") return undefined;
  if (structure.kind === "elements") {
    const values = gatherBack(expandLabels(labels), structure.map, fixedSize(shape));
    return values && { shape, perChannel: false, values };
  }
  if (structure.map === null && !labels.perChannel && fixedSize(shape) === labels.values.length)
    return { ...labels, shape };
  const channels = collapseLabels(labels);
  if (!channels) return undefined;
  const values = structure.map ? gatherBack(channels, structure.map, shape[0]!) : channels;
  return values && { shape, perChannel: true, values };
}

function gatherBack(values: Int32Array, map: Int32Array, length: number): Int32Array | undefined {
  const gathered = new Int32Array(length).fill(none);
  for (let o = 0; o < map.length; o += 1) {
    const i = map[o]!;
    if (i < 0 || values[o] === none) continue;
    if (gathered[i] !== none && gathered[i] !== values[o]) return undefined;
    gathered[i] = values[o]!;
  }
  return gathered;
}

/** Both labellings of one tensor together; undefined where they disagree. */
export function mergeLabels(a: ChannelLabels, b: ChannelLabels): ChannelLabels | undefined {
  const perChannel = a.perChannel && b.perChannel;
  const [left, right] = perChannel ? [a.values, b.values] : [expandLabels(a), expandLabels(b)];
  const values = new Int32Array(left.length);
  for (let e = 0; e < values.length; e += 1) {
    const [l, r] = [left[e]!, right[e]!];
    if (l !== none && r !== none && l !== r) return undefined;
    values[e] = l === none ? r : l;
  }
  return { shape: a.shape, perChannel, values };
}
