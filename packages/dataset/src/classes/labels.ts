import { readFile } from "node:fs/promises";
import { GipfelError } from "@gipfel/contracts";
import { reasonOf } from "../support/reason-of.js";

/** What an output of the network stands for. */
export interface ClassLabel {
  name: string;
  /** WordNet id, `n` and eight digits, as ImageNet names its classes. */
  wnid?: string;
}

const expected = "a JSON array in index order of strings or {name, wnid?}";

/** `n02129165 lion`, as one string gives both. */
const wnidAndName = /^\s*(n\d{8})[\s_,:;-]+(\S.*)$/;

/** Labels from a JSON file, in index order; a string may begin with a WordNet id. Throws LABELS_INVALID. */
export async function readLabels(file: string): Promise<ClassLabel[]> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    const what = `The labels ${file} cannot be read (${reasonOf(cause)}); give ${expected}.`;
    throw new GipfelError("LABELS_INVALID", what, { cause });
  }
  if (!Array.isArray(value) || value.length === 0) {
    throw new GipfelError("LABELS_INVALID", `The labels ${file} hold no array with entries; give ${expected}.`);
  }
  return value.map((entry: unknown, index) => {
    const label = labelOf(entry);
    if (label !== null) return label;
    const shown = JSON.stringify(entry).slice(0, 80);
    throw new GipfelError("LABELS_INVALID", `Label ${index} in ${file} is ${shown}; give ${expected}.`);
  });
}

function labelOf(entry: unknown): ClassLabel | null {
  if (typeof entry === "string") {
    const [, wnid, name] = wnidAndName.exec(entry) ?? [];
    if (wnid && name) return { name, wnid };
    return entry.trim() === "" ? null : { name: entry };
  }
  if (typeof entry !== "object" || entry === null || !("name" in entry)) return null;
  const { name } = entry;
  if (typeof name !== "string" || name.trim() === "") return null;
  if (!("wnid" in entry)) return { name };
  return typeof entry.wnid === "string" && /^n\d{8}$/.test(entry.wnid) ? { name, wnid: entry.wnid } : null;
}
