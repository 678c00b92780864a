import { GipfelError } from "@gipfel/contracts";
import type { DatasetGroup } from "../sources/dataset.js";
import type { ClassLabel } from "./labels.js";
import { nearForms, normalizeName } from "./near-names.js";

/** The evidence that a group stands for an output, strongest first. */
export type MatchEvidence = "index" | "wnid" | "label" | "near" | "integer" | "order";

export interface Found {
  readonly index: number;
  readonly by: MatchEvidence;
}

/** Labels by everything that a group's name may say of them. */
export class LabelSearch {
  readonly #byWnid: ReadonlyMap<string, number[]>;
  readonly #byName: ReadonlyMap<string, number[]>;
  #byForm: ReadonlyMap<string, number[]> | undefined;

  constructor(private readonly labels: readonly ClassLabel[]) {
    this.#byWnid = indicesBy(labels, (label) => [wnidOfLabel(label)].filter((wnid) => wnid !== null));
    this.#byName = indicesBy(labels, ({ name }) => [normalizeName(name)]);
  }

  /** @throws GipfelError LABELS_INVALID where several labels fit equally well */
  find(group: DatasetGroup): Found | null {
    const wnid = wnidPrefix(group.name);
    const names = wnid === null ? [group.name] : [group.name, group.name.slice(wnid.length)];
    return (
      (wnid === null ? null : only(group, this.#byWnid.get(wnid), "wnid")) ??
      first(names, (name) => only(group, this.#byName.get(normalizeName(name)), "label")) ??
      first(names, (name) => this.#near(group, name))
    );
  }

  #near(group: DatasetGroup, name: string): Found | null {
    this.#byForm ??= indicesBy(this.labels, (label) => nearForms(label.name));
    const indices = new Set([...nearForms(name)].flatMap((form) => this.#byForm!.get(form) ?? []));
    return indices.size === 0
      ? null
      : only(
          group,
          [...indices].sort((a, b) => a - b),
          "near",
        );
  }
}

function first<T, R>(values: readonly T[], find: (value: T) => R | null): R | null {
  for (const value of values) {
    const found = find(value);
    if (found !== null) return found;
  }
  return null;
}

function indicesBy(
  labels: readonly ClassLabel[],
  keys: (label: ClassLabel) => Iterable<string>,
): Map<string, number[]> {
  const indices = new Map<string, number[]>();
  for (const [index, label] of labels.entries()) {
    for (const key of keys(label)) {
      const known = indices.get(key);
      if (known === undefined) indices.set(key, [index]);
      else known.push(index);
    }
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

function only(group: DatasetGroup, indices: readonly number[] | undefined, by: MatchEvidence): Found | null {
  if (indices === undefined) return null;
  if (indices.length > 1) {
    throw new GipfelError(
      "LABELS_INVALID",
      `class ${group.name} fits the labels of outputs ${indices.join(" and ")}; begin its name with the WordNet id or the index`,
    );
  }
  return { index: indices[0], by };
}
