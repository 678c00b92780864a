/** Lists of images in JSON: objects on lines or in an array, and COCO annotations. */
import { GipfelError } from "@gipfel/contracts";
import { reasonOf } from "../support/reason-of.js";
import { invalid, type ManifestEntry, type ManifestRows, rowsOf } from "./manifest-rows.js";

const expected = 'write {"path": …, "label": …}';

/** One object `{"path", "label"}` a line. @throws GipfelError DATASET_INVALID with the line */
export function parseJsonLines(text: string, file: string): ManifestRows {
  const entries = text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .flatMap((content, index) => {
      if (content.trim() === "") return [];
      try {
        return [entryOf(JSON.parse(content), file, index + 1)];
      } catch (cause) {
        if (cause instanceof GipfelError) throw cause;
        throw invalid(file, index + 1, `not JSON (${reasonOf(cause)}); ${expected}`);
      }
    });
  return rowsOf(file, entries, []);
}

/** An array of `{"path", "label"}`, or COCO's `images`, `annotations` and `categories`. @throws GipfelError DATASET_INVALID */
export function parseJson(text: string, file: string): ManifestRows {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw new GipfelError("DATASET_INVALID", `${file} is not JSON (${reasonOf(cause)})`, { cause });
  }
  if (Array.isArray(value))
    return rowsOf(
      file,
      value.map((item, index) => entryOf(item, file, index + 1)),
      [],
    );
  const coco = cocoOf(value);
  if (coco !== undefined) return rowsOf(file, ...entriesOfCoco(coco));
  throw new GipfelError(
    "DATASET_INVALID",
    `${file} is no list of images; ${expected} for each in an array, or give COCO annotations (images, annotations, categories)`,
  );
}

function entryOf(value: unknown, file: string, line: number): ManifestEntry {
  if (typeof value !== "object" || value === null || !("path" in value) || !("label" in value)) {
    throw invalid(file, line, `not an object with path and label; ${expected}`);
  }
  return { line, path: value.path, labels: Array.isArray(value.label) ? value.label : [value.label] };
}

interface Coco {
  readonly images: readonly Record<string, unknown>[];
  readonly annotations: readonly Record<string, unknown>[];
  readonly categories: readonly Record<string, unknown>[];
}

function cocoOf(value: unknown): Coco | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const isList = (list: unknown) =>
    Array.isArray(list) && list.every((item) => typeof item === "object" && item !== null);
  const { images, annotations, categories } = value as Record<string, unknown>;
  return [images, annotations, categories].every(isList) ? (value as Coco) : undefined;
}

/** An image is of every category that it has an annotation of. */
function entriesOfCoco({ images, annotations, categories }: Coco): [ManifestEntry[], string[]] {
  const names = new Map(categories.map(({ id, name }) => [id, name]));
  const labels = new Map<unknown, Set<unknown>>();
  for (const { image_id, category_id } of annotations) {
    const known = labels.get(image_id);
    if (known === undefined) labels.set(image_id, new Set([names.get(category_id)]));
    else known.add(names.get(category_id));
  }
  const entries = images.map(({ id, file_name }, index) => ({
    line: index + 1,
    path: file_name,
    labels: [...(labels.get(id) ?? [])],
  }));
  return [entries, ["COCO annotations: an image is of every category that it has an annotation of"]];
}
