/** The shapes that label files have, each turned into entries in index order, or into words for what is wrong. */

/** Lines; an index that every line begins with, counted from 0, is taken off. */
export function entriesOfText(text: string): string[] | string {
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.trim());
  while (lines.at(-1) === "") lines.pop();
  const blank = lines.indexOf("");
  if (blank >= 0) return `no name on line ${blank + 1}`;
  const indexed = lines.map((line, index) => new RegExp(`^${index}[\\s,:;=]+(\\S.*)$`).exec(line)?.[1]);
  return indexed.every((name) => name !== undefined) ? indexed : lines;
}

export function entriesOfJson(value: unknown): unknown[] | string {
  if (Array.isArray(value)) return value;
  if (typeof value !== "object" || value === null) return `${JSON.stringify(value)}`;
  if ("id2label" in value && typeof value.id2label === "object" && value.id2label !== null) {
    return entriesOfJson(value.id2label);
  }
  const pairs = Object.entries(value);
  const isIndex = (index: unknown) => Number.isSafeInteger(index);
  if (pairs.every(([key]) => /^\d+$/.test(key))) {
    return inOrder(pairs.map(([key, entry]) => [Number(key), entry]));
  }
  if (pairs.every(([, index]) => isIndex(index))) return inOrder(pairs.map(([name, index]) => [Number(index), name]));
  return "an object that is none of these";
}

function inOrder(pairs: readonly (readonly [number, unknown])[]): unknown[] | string {
  const entries = new Map(pairs);
  const missing = pairs.findIndex((_, index) => !entries.has(index));
  if (missing >= 0) return `no label for index ${missing}, of ${pairs.length} labels`;
  return pairs.map((_, index) => entries.get(index));
}
