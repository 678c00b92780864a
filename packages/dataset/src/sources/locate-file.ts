import { readdir, realpath, stat } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { isInside } from "../support/inside.js";
import type { ListedFile } from "./file-dataset.js";
import { invalid, type ManifestRow } from "./manifest-rows.js";

const imageExtensions = [".jpg", ".png", ".jpeg", ".JPEG", ".JPG", ".tif", ".tiff"];
/** Subfolders of a manifest's folder in which images are looked for. */
const maxFolders = 32;

type Guess = "backslash" | "extension" | "folder";

const guessNotices: Record<Guess, string> = {
  backslash: "backslashes in paths are read as /",
  extension: "paths without an extension are taken for the image of that name",
  folder: "images are looked for in the folders beside the manifest",
};

/** Finds the files that a manifest lists, below its folder and nowhere else. */
export class FileLocator {
  readonly #guesses = new Set<Guess>();

  private constructor(
    private readonly folder: string,
    private readonly realFolder: string,
    private readonly subfolders: readonly string[],
    private readonly manifest: string,
  ) {}

  static async in(folder: string, manifest: string): Promise<FileLocator> {
    const entries = await readdir(folder, { withFileTypes: true });
    const subfolders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    return new FileLocator(folder, await realpath(folder), subfolders.sort().slice(0, maxFolders), manifest);
  }

  /** What was made of paths that name no file as they stand, a line each. */
  notices(): string[] {
    return [...this.#guesses].sort().map((guess) => guessNotices[guess]);
  }

  /** @throws GipfelError DATASET_INVALID with the line */
  async locate({ path, line }: ManifestRow): Promise<Omit<ListedFile, "label">> {
    let outside = false;
    for (const [candidate, guesses] of this.#candidates(path)) {
      const file = resolve(this.folder, candidate);
      if (!isInside(this.folder, file)) {
        outside = true;
        continue;
      }
      const target = await realpath(file).catch(() => null);
      if (target === null) continue;
      if (!isInside(this.realFolder, target)) {
        throw invalid(this.manifest, line, `${path} is a link out of the manifest's folder; images must lie under it`);
      }
      const stats = await stat(target);
      if (!stats.isFile()) throw invalid(this.manifest, line, `${path} is not a file; list each image`);
      for (const guess of guesses) this.#guesses.add(guess);
      return { name: relative(this.folder, file).split(sep).join("/"), file, size: stats.size };
    }
    throw invalid(
      this.manifest,
      line,
      outside
        ? `${path} leaves the manifest's folder; images must lie under it`
        : `there is no file ${path}; paths are relative to the manifest`,
    );
  }

  /** Ways to read a path, the literal one first. */
  *#candidates(path: string): Generator<[string, Guess[]]> {
    yield [path, []];
    const slashed = path.replaceAll("\\", "/");
    const backslash: Guess[] = slashed === path ? [] : ["backslash"];
    if (slashed !== path) yield [slashed, backslash];
    const endings = /\.[A-Za-z]{3,4}$/.test(slashed) ? [] : imageExtensions;
    for (const ending of endings) yield [slashed + ending, [...backslash, "extension"]];
    // Out of a subfolder these would lead to another file than the one that is meant.
    if (isAbsolute(slashed) || slashed.split("/").includes("..")) return;
    for (const folder of this.subfolders) {
      yield [`${folder}/${slashed}`, [...backslash, "folder"]];
      for (const ending of endings) yield [`${folder}/${slashed}${ending}`, [...backslash, "folder", "extension"]];
    }
  }
}
