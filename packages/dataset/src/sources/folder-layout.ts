/** How the images of a folder tell their classes: by folders, by folders below splits, or by file names. */
import { GipfelError } from "@gipfel/contracts";
import { readableFormats } from "../formats/image-formats.js";

export interface LabeledName {
  /** Relative to the root, with `/` between parts. */
  readonly name: string;
  readonly label: string;
}

export interface FolderLayout {
  readonly files: readonly LabeledName[];
  readonly notices: readonly string[];
}

const splitNames =
  /^(train(ing|_?set|_?data)?|val(id|idation|_?set)?|dev|test(ing|_?set|_?data)?|eval(uation)?|hold_?out)([-_ ]?\d*)$/i;

/** Whether folders of these names are parts of a data set rather than classes. */
export function areSplits(names: readonly string[]): boolean {
  return names.length > 0 && names.every((name) => splitNames.test(name));
}

/**
 * Splits above class folders: an image at `train/cat/…` is of class cat.
 *
 * @param byFolder images below each folder of the root
 * @returns undefined where the folders are classes
 * @throws GipfelError DATASET_INVALID where several splits have no class folders
 */
export function layoutOfSplits(
  path: string,
  byFolder: ReadonlyMap<string, readonly string[]>,
): FolderLayout | undefined {
  const splits = [...byFolder.keys()];
  if (!areSplits(splits)) return undefined;
  const files: LabeledName[] = [];
  let withClasses = splits[0];
  let unlabeled = 0;
  for (const name of [...byFolder.values()].flat()) {
    const [split, label, ...rest] = name.split("/");
    if (rest.length === 0) unlabeled += 1;
    else {
      if (files.length === 0) withClasses = split;
      files.push({ name, label });
    }
  }
  if (files.length === 0 && splits.length === 1) return undefined;
  if (files.length === 0) {
    throw new GipfelError(
      "DATASET_INVALID",
      `${splits.join(", ")} in ${path} are splits without class folders; put each class's images in a folder of its own below them, or give a manifest (path,label)`,
    );
  }
  const choice =
    splits.length > 1 ? `, all of which are read; the folder ${withClasses} given as the data set is one alone` : "";
  const left =
    unlabeled > 0
      ? [
          `${unlabeled} image${unlabeled === 1 ? "" : "s"} in no class folder of a split ${unlabeled === 1 ? "is" : "are"} left out`,
        ]
      : [];
  return {
    files,
    notices: [
      `${splits.join(", ")} ${splits.length > 1 ? "are splits" : "is a split"} above the class folders${choice}`,
      ...left,
    ],
  };
}

/** `cat.12.jpg`, `cat_012.png`, `cat (3).png`, `cat12.png`: a class that has a letter, then a number. */
const numberedName = /^(?=.*\p{L})(.*?[^\s._-])(?:[\s._-]+\(?\d+\)?|(?<=\D)\d+)$/u;

/**
 * A folder of images alone, classes told by what file names have before their number.
 *
 * @throws GipfelError DATASET_INVALID where not every name has one, or all the same
 */
export function layoutOfFileNames(path: string, names: readonly string[]): FolderLayout {
  const files = names.map((name) => ({ name, label: numberedName.exec(name.replace(/\.[^.]*$/, ""))?.[1] ?? "" }));
  const labels = [...new Set(files.map(({ label }) => label))].sort();
  if (labels.length < 2 || labels.length === files.length || labels.includes("")) {
    throw new GipfelError(
      "DATASET_INVALID",
      `${path} has images but no class folders, and their names do not tell classes (cat_1.png, dog_1.png); put each class's images in a folder of its own, or give a manifest (path,label)`,
    );
  }
  const shown = labels.slice(0, 4).join(", ") + (labels.length > 4 ? `, … (${labels.length})` : "");
  return { files, notices: [`classes are read from file names, up to their number: ${shown}`] };
}

/** Folders are classes. @throws GipfelError DATASET_EMPTY for one without images */
export function layoutOfClasses(path: string, byFolder: ReadonlyMap<string, readonly string[]>): FolderLayout {
  const files: LabeledName[] = [];
  for (const [label, names] of byFolder) {
    if (names.length === 0) {
      throw new GipfelError(
        "DATASET_EMPTY",
        `the class folder ${label} in ${path} has no images; put ${readableFormats} files in it or remove it`,
      );
    }
    for (const name of names) files.push({ name, label });
  }
  return { files, notices: [] };
}
