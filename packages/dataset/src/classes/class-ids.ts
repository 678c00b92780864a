import type { ClassMatch } from "./match-classes.js";

const longest = 100;

/**
 * Names for files, one for each match: the group's name (the class's, where the group is only an index) in
 * `[A-Za-z0-9._-]`, never empty, never beginning with a dot. Names that are equal, case ignored, since file systems may
 * ignore it, all get their class index appended.
 */
export function classIds(matches: readonly Omit<ClassMatch, "by">[]): string[] {
  let ids = matches.map(({ group, className }) => safe(group.label === null ? group.name : className));
  for (;;) {
    const counts = new Map<string, number>();
    for (const id of ids) counts.set(id.toLowerCase(), (counts.get(id.toLowerCase()) ?? 0) + 1);
    if (counts.size === ids.length) return ids;
    ids = ids.map((id, i) => (counts.get(id.toLowerCase())! > 1 ? `${id}-${matches[i].classIndex}` : id));
  }
}

function safe(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}+/gu, "");
  const id = plain.replace(/[^A-Za-z0-9._-]+/g, "_").replace(/^\.+/, "_");
  return id.slice(0, longest) || "class";
}
