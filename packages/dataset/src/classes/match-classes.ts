import { GipfelError } from "@gipfel/contracts";
import type { DatasetGroup } from "../sources/dataset.js";
import { type Found, LabelSearch, type MatchEvidence } from "./label-search.js";
import type { ClassLabel } from "./labels.js";
import { nearestName } from "./near-names.js";

/** A group of the data set and the output that stands for it. */
export interface ClassMatch {
  readonly group: DatasetGroup;
  readonly classIndex: number;
  /** The label's name where labels are given, else the group's. */
  readonly className: string;
  readonly by: MatchEvidence;
}

const maxShown = 4;

/**
 * Finds the output for each group: by the class index that the data set states; else by the WordNet id that the name
 * begins with; else by label (case, `_` and spaces ignored, with or without that WordNet id); else by a label that is
 * written otherwise (plural, punctuation, one of the synonyms between commas); else by an integer that the name begins
 * with (`3`, `3_bell_pepper`). Only where no labels are given, a group that none of these finds takes its place in the
 * order given, if there are as many groups as outputs and no other group contradicts that order.
 *
 * @param groups all groups of the data set, in its order; choose among the matches afterwards
 * @param labels in index order, or null
 * @throws GipfelError LABELS_INVALID, naming the first group that cannot be matched
 */
export function matchClasses(
  groups: readonly DatasetGroup[],
  labels: readonly ClassLabel[] | null,
  outputs: number,
): ClassMatch[] {
  if (labels !== null && labels.length !== outputs) {
    throw new GipfelError(
      "LABELS_INVALID",
      `invalid labels: expected one for each of ${outputs} outputs in index order, got ${labels.length}`,
    );
  }
  const search = new LabelSearch(labels ?? []);
  const found = groups.map((group): Found | null => {
    const match = stated(group) ?? search.find(group) ?? leadingInteger(group, search, labels);
    if (match !== null && match.index >= outputs) {
      throw new GipfelError(
        "LABELS_INVALID",
        `class ${group.name} has index ${match.index}, but the network has ${outputs} output${outputs === 1 ? "" : "s"} (0 to ${outputs - 1})`,
      );
    }
    return match;
  });
  const unmatched = found.indexOf(null);
  const orderHolds =
    labels === null &&
    groups.length === outputs &&
    found.every((match, place) => match === null || match.index === place);
  if (unmatched >= 0 && !orderHolds) throw unmatchedGroup(groups, unmatched, labels, outputs);

  const taken = new Map<number, DatasetGroup>();
  return groups.map((group, place) => {
    const { index: classIndex, by } = found[place] ?? { index: place, by: "order" };
    const other = taken.get(classIndex);
    if (other !== undefined) {
      throw new GipfelError(
        "LABELS_INVALID",
        `classes ${other.name} and ${group.name} both stand for output ${classIndex}; merge them or rename one`,
      );
    }
    taken.set(classIndex, group);
    return { group, classIndex, className: labels?.[classIndex].name ?? group.name, by };
  });
}

/** The guesses among matches, one line for each kind. */
export function describeMatches(matches: readonly ClassMatch[]): string[] {
  const near = matches.filter(({ by }) => by === "near");
  const ordered = matches.filter(({ by }) => by === "order");
  return [
    ...(near.length > 0
      ? [`classes are matched with labels of almost their name: ${shown(near, ({ className }) => className)}`]
      : []),
    ...(ordered.length > 0 && matches.length > 1
      ? [
          `classes are matched with outputs in sorted order: ${shown(ordered, ({ classIndex }) => String(classIndex))}; --labels states the names of outputs`,
        ]
      : []),
  ];
}

function shown(matches: readonly ClassMatch[], target: (match: ClassMatch) => string): string {
  const pairs = matches.slice(0, maxShown).map((match) => `${match.group.name} → ${target(match)}`);
  const rest = matches.length - pairs.length;
  return pairs.join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

function stated({ label }: DatasetGroup): Found | null {
  return label === null ? null : { index: label, by: "index" };
}

/** An index that the name begins with, unless the rest of the name is the label of another output. */
function leadingInteger(group: DatasetGroup, search: LabelSearch, labels: readonly ClassLabel[] | null): Found | null {
  const digits = /^\d+(?![0-9A-Za-z])/.exec(group.name)?.[0];
  if (digits === undefined) return null;
  const index = Number(digits);
  const named = search.find({ ...group, name: group.name.slice(digits.length) });
  if (named !== null && named.index !== index && labels !== null) {
    const [stated, other] = [labels[index]?.name ?? "nothing", labels[named.index].name];
    throw new GipfelError(
      "LABELS_INVALID",
      `class ${group.name} begins with index ${index}, which the labels call ${stated}, and is named as ${other}, output ${named.index}; rename it or give the labels in index order`,
    );
  }
  return { index, by: "integer" };
}

function unmatchedGroup(
  groups: readonly DatasetGroup[],
  place: number,
  labels: readonly ClassLabel[] | null,
  outputs: number,
): GipfelError {
  const { name } = groups[place];
  if (labels !== null) {
    const nearest = nearestName(
      name,
      labels.map((label) => label.name),
    );
    return new GipfelError(
      "LABELS_INVALID",
      `class ${name} matches no label; the nearest is ${nearest}: name the class by its label or WordNet id, or begin its name with the class index`,
    );
  }
  const order =
    groups.length === outputs
      ? "and the sorted order contradicts other names"
      : `and ${groups.length} group${groups.length === 1 ? " is" : "s are"} not one for each of ${outputs} output${outputs === 1 ? "" : "s"}`;
  return new GipfelError(
    "LABELS_INVALID",
    `class ${name} matches no output, ${order}; give labels, the names of the outputs (--labels), begin its name with the class index, or name another output (--target)`,
  );
}
