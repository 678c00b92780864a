import { readFile, stat } from "node:fs/promises";
import { GipfelError } from "@gipfel/contracts";
import { reasonOf } from "../support/reason-of.js";
import { entriesOfJson, entriesOfText } from "./label-entries.js";

/** What an output of the network stands for. */
export interface ClassLabel {
  readonly name: string;
  /** WordNet id, `n` and eight digits, as ImageNet names its classes. */
  readonly wnid?: string;
}

const expected =
  "a line for each class, a JSON array of names or {name, wnid?}, or a JSON object of indices and names ({index: name}, {index: [wnid, name]}, {name: index}, id2label)";
const maxBytes = 64 * 2 ** 20;

/** `n02129165 lion`, as one string gives both. */
const wnidAndName = /^\s*(n\d{8})[\s_,:;-]+(\S.*)$/;

/**
 * Labels in index order, from a text file with a line for each or from JSON: an array, `{index: name}`,
 * `{index: [wnid, name]}`, `{name: index}`, or an object with `id2label`, such as a Hugging Face `config.json`. A name may
 * begin with a WordNet id.
 *
 * @throws GipfelError LABELS_INVALID
 */
export async function readLabels(file: string): Promise<ClassLabel[]> {
  const fail = (what: string, cause?: unknown) =>
    new GipfelError("LABELS_INVALID", `invalid labels ${file}: expected ${expected}, got ${what}`, { cause });
  const text = await textOf(file).catch((cause: unknown) => {
    throw fail(reasonOf(cause), cause);
  });
  const isJson = /^\s*[[{]/.test(text) || /\.json$/i.test(file);
  let entries: unknown[] | string;
  try {
    entries = isJson ? entriesOfJson(JSON.parse(text)) : entriesOfText(text);
  } catch (cause) {
    throw fail(reasonOf(cause), cause);
  }
  if (typeof entries === "string") throw fail(entries);
  if (entries.length === 0) throw fail("no entries");
  return entries.map((entry, index) => {
    const label = labelOf(entry);
    if (label !== null) return label;
    throw fail(`${JSON.stringify(entry)?.slice(0, 80) ?? "nothing"} for label ${index}`);
  });
}

async function textOf(file: string): Promise<string> {
  const { size } = await stat(file);
  if (size > maxBytes) throw new Error(`${size} bytes, more than ${maxBytes}`);
  const text = (await readFile(file, "utf8")).replace(/^\uFEFF/, "");
  if (text.includes("\0")) throw new Error("a binary file");
  return text;
}

function labelOf(entry: unknown): ClassLabel | null {
  if (typeof entry === "string") {
    const [, wnid, name] = wnidAndName.exec(entry) ?? [];
    if (wnid && name) return { name, wnid };
    return entry.trim() === "" ? null : { name: entry };
  }
  if (Array.isArray(entry)) {
    const [wnid, name] = entry as unknown[];
    return entry.length === 2 ? labelOf({ wnid, name }) : null;
  }
  if (typeof entry !== "object" || entry === null || !("name" in entry)) return null;
  const { name } = entry;
  if (typeof name !== "string" || name.trim() === "") return null;
  if (!("wnid" in entry)) return { name };
  return typeof entry.wnid === "string" && /^n\d{8}$/.test(entry.wnid) ? { name, wnid: entry.wnid } : null;
}
