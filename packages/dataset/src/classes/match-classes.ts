import { GipfelError } from "@gipfel/contracts";
import type { DatasetGroup } from "../sources/dataset.js";
import type { ClassLabel } from "./labels.js";

/** A group of the data set and the output that stands for it. */
export interface ClassMatch {
  group: DatasetGroup;
  classIndex: number;
  /** The label's name where labels are given, else the group's. */
  className: string;
}

/**
 * Finds the output for each group: by the class index that the data set states; else by the WordNet id that the name
 * begins with; else by label (case, `_` and spaces ignored, with or without that WordNet id); else by an integer that
 * the name begins with (`3`, `3_bell_pepper`). A group that none of these finds takes its place in the order given, if
 * there are as many groups as outputs and no other group contradicts that order.
 *
 * Give all groups of the data set, in its order; choose among the matches afterwards. `labels` in index order, or null;
 * `outputs`: number of outputs. Throws LABELS_INVALID, naming the first group that cannot be matched.
 */
export function matchClasses(
  groups: DatasetGroup[],
  labels: readonly ClassLabel[] | null,
  outputs: number,
): ClassMatch[] {
  if (labels !== null && labels.length !== outputs) {
    throw new GipfelError(
      "LABELS_INVALID",
      `There are ${labels.length} labels for ${outputs} outputs; give one for each output, in index order.`,
    );
  }
  const byWnid = indicesBy(labels ?? [], wnidOfLabel);
  const byName = indicesBy(labels ?? [], (label) => normalise(label.name));
  const found = groups.map((group) => {
    const index = group.label ?? byWnidPrefix(group, byWnid) ?? byLabel(group, byName) ?? leadingInteger(group);
    if (index !== null && index >= outputs) {
      throw new GipfelError(
        "LABELS_INVALID",
        `Class ${group.name} has index ${index}, but the network has ${outputs} outputs (0 to ${outputs - 1}).`,
      );
    }
    return index;
  });
  const unmatched = found.indexOf(null);
  const orderHolds = groups.length === outputs && found.every((index, place) => index === null || index === place);
  if (unmatched >= 0 && !orderHolds) throw unmatchedGroup(groups, unmatched, labels, outputs);

  const taken = new Map<number, DatasetGroup>();
  return groups.map((group, place) => {
    const classIndex = found[place] ?? place;
    const other = taken.get(classIndex);
    if (other !== undefined) {
      throw new GipfelError(
        "LABELS_INVALID",
        `Classes ${other.name} and ${group.name} both stand for output ${classIndex}; merge them or rename one.`,
      );
    }
    taken.set(classIndex, group);
    return { group, classIndex, className: labels?.[classIndex].name ?? group.name };
  });
}

function indicesBy(labels: readonly ClassLabel[], key: (label: ClassLabel) => string | null): Map<string, number[]> {
  const indices = new Map<string, number[]>();
  for (const [index, label] of labels.entries()) {
    const value = key(label);
    if (value !== null) indices.set(value, [...(indices.get(value) ?? []), index]);
  }
  return indices;
}

/** `n02129165_lion` → `n02129165`; null for a name that begins otherwise. */
function wnidPrefix(name: string): string | null {
  return /^n\d{8}(?![0-9A-Za-z])/.exec(name)?.[0] ?? null;
}

function wnidOfLabel(label: ClassLabel): string | null {
  return label.wnid ?? wnidPrefix(label.name);
}

function normalise(name: string): string {
  return name
    .normalize("NFC")
    .toLowerCase()
    .replace(/[_\s]+/g, "");
}

function byWnidPrefix(group: DatasetGroup, indices: Map<string, number[]>): number | null {
  const wnid = wnidPrefix(group.name);
  return wnid === null ? null : only(group, indices.get(wnid));
}

function byLabel(group: DatasetGroup, indices: Map<string, number[]>): number | null {
  const whole = only(group, indices.get(normalise(group.name)));
  const wnid = wnidPrefix(group.name);
  if (whole !== null || wnid === null) return whole;
  return only(group, indices.get(normalise(group.name.slice(wnid.length))));
}

function leadingInteger(group: DatasetGroup): number | null {
  const digits = /^\d+(?![0-9A-Za-z])/.exec(group.name)?.[0];
  return digits === undefined ? null : Number(digits);
}

function only(group: DatasetGroup, indices: number[] | undefined): number | null {
  if (indices === undefined) return null;
  if (indices.length > 1) {
    throw new GipfelError(
      "LABELS_INVALID",
      `Class ${group.name} fits the labels of outputs ${indices.join(" and ")}; begin its name with the WordNet id or the index.`,
    );
  }
  return indices[0];
}

function unmatchedGroup(
  groups: DatasetGroup[],
  place: number,
  labels: readonly ClassLabel[] | null,
  outputs: number,
): GipfelError {
  const ways =
    labels === null
      ? "give labels, the names of the outputs (--labels), or begin"
      : "name it by its label or WordNet id, or begin";
  const order =
    groups.length === outputs
      ? "and the sorted order contradicts other names"
      : `and ${groups.length} groups are not one for each of ${outputs} outputs`;
  return new GipfelError(
    "LABELS_INVALID",
    `Class ${groups[place].name} matches no output, ${order}; ${ways} its name with the class index.`,
  );
}
