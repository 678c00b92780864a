/** Names that mean the same and are written otherwise: number, case, hyphens, and synonyms after commas. */

/** Lower case, canonical Unicode, without what separates words. */
export function normalizeName(name: string): string {
  return name
    .normalize("NFC")
    .toLowerCase()
    .replace(/[_\s]+/g, "");
}

/** Every way in which a name may be written: with and without punctuation, singular and plural, of each synonym. */
export function nearForms(name: string): Set<string> {
  const forms = new Set<string>();
  for (const synonym of [name, ...name.split(",")]) {
    const plain = normalizeName(synonym).replace(/[^\p{L}\p{M}\p{N}]+/gu, "");
    for (const form of plain === "" ? [] : [plain, ...singulars(plain)]) forms.add(form);
  }
  return forms;
}

function singulars(word: string): string[] {
  if (word.length < 3 || !/[^s]s$/.test(word)) return [];
  const stems = [word.slice(0, -1)];
  if (word.endsWith("ies")) stems.push(`${word.slice(0, -3)}y`);
  else if (word.endsWith("es")) stems.push(word.slice(0, -2));
  return stems.filter((stem) => stem.length > 1);
}

/** The name that takes the fewest edits from `name`, by Levenshtein's distance of normalized names. */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  const wanted = normalizeName(name);
  let nearest: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    for (const synonym of [candidate, ...candidate.split(",")]) {
      const distance = editDistance(wanted, normalizeName(synonym));
      if (distance < least) [nearest, least] = [candidate, distance];
    }
  }
  return nearest;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}
