import { plainOrder, sizeOf } from "./view.js";

interface Group {
  readonly from: number[];
  readonly to: number[];
}

/**
 * The order in which a reshaped tensor lies if the memory of the old one is left as it is, or undefined where the
 * elements must move. Axes that are merged have to lie side by side and in order; axes of one element lie anywhere.
 *
 * @param from shape that the network sees, before.
 * @param order of the stored axes, before (see `View`).
 * @param to shape that the network sees, after.
 */
export function reshapeOrder(
  from: readonly number[],
  order: readonly number[],
  to: readonly number[],
): number[] | undefined {
  if (sizeOf(from) === 0) return plainOrder(to.length);
  const groups = groupAxes(from, to);
  const lying = order.filter((axis) => from[axis] !== 1);
  const result: number[] = [];
  for (let p = 0; p < lying.length; ) {
    const group = groups.find((candidate) => candidate.from[0] === lying[p]);
    if (!group?.from.every((axis, i) => axis === lying[p + i])) return undefined;
    result.push(...group.to);
    p += group.from.length;
  }
  return withSingleAxes(result, to);
}

/** The shortest runs of axes that hold the same number of elements on both sides; axes of one element left out. */
function groupAxes(from: readonly number[], to: readonly number[]): Group[] {
  const [sources, targets] = [from, to].map((shape) => plainOrder(shape.length).filter((axis) => shape[axis] !== 1));
  const groups: Group[] = [];
  let [i, j] = [0, 0];
  while (i < sources!.length) {
    const group: Group = { from: [sources![i]!], to: [targets![j]!] };
    let [left, right] = [from[sources![i]!]!, to[targets![j]!]!];
    i += 1;
    j += 1;
    while (left !== right) {
      if (left < right) {
        left *= from[sources![i]!]!;
        group.from.push(sources![i]!);
        i += 1;
      } else {
        right *= to[targets![j]!]!;
        group.to.push(targets![j]!);
        j += 1;
      }
    }
    groups.push(group);
  }
  return groups;
}

/** Axes of one element stand behind the axis before them, so that a plain order stays plain. */
function withSingleAxes(order: readonly number[], shape: readonly number[]): number[] {
  const complete = [...order];
  shape.forEach((size, axis) => {
    if (size === 1) complete.splice(complete.indexOf(axis - 1) + 1, 0, axis);
  });
  return complete;
}
