import { extname, join } from "node:path";
import { GipfelError } from "@gipfel/contracts";
import type { ResolvedTarget } from "../targets/resolve-target.js";

const ending = ".png";
const longest = 100;

/**
 * The file of each target: `out` itself for one target, where it ends in `.png`; else in the folder `out`
 * `<layer id>/<n>.png` for concepts and `<name>.png`, made safe and unique, for the others.
 *
 * @throws GipfelError OPTION_INVALID for several targets and one file.
 */
export function pictureFiles(out: string, targets: readonly Pick<ResolvedTarget, "kind" | "name">[]): string[] {
  if (extname(out).toLowerCase() !== ending) {
    return unique(targets.map(stemOf)).map((stem) => join(out, `${stem}${ending}`));
  }
  if (targets.length === 1) return [out];
  throw new GipfelError("OPTION_INVALID", `--out is one file, ${out}; ${targets.length} targets take a folder`);
}

/** A concept's id is `<layer id>/<n>`. */
function stemOf({ kind, name }: Pick<ResolvedTarget, "kind" | "name">): string {
  return kind === "concept" ? name.split("/").map(safe).join("/") : safe(name);
}

/** In `[A-Za-z0-9._-]`, never empty, never beginning with a dot. */
function safe(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}+/gu, "");
  const stem = plain.replace(/[^A-Za-z0-9._-]+/g, "_").replace(/^\.+/, "_");
  return stem.slice(0, longest) || "target";
}

/** Equal stems, case ignored, get a number. */
function unique(stems: readonly string[]): string[] {
  const taken = new Set<string>();
  return stems.map((stem) => {
    let free = stem;
    for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${stem}.${n}`;
    taken.add(free.toLowerCase());
    return free;
  });
}
