import { existsSync } from "node:fs";
import { readdir, readFile, rm, rmdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { GipfelError } from "@gipfel/contracts";
import { unfinished, writeWhole } from "./write-whole.js";

/** Where everything of an analysis lies. Work files go when it is done. */
export class AnalysisFolder {
  constructor(readonly path: string) {}

  get analysis(): string {
    return join(this.path, "analysis.json");
  }
  get timings(): string {
    return join(this.path, "timings.json");
  }
  graph(classId: string): string {
    return join(this.path, "graphs", `${classId}.json`);
  }
  pair(classId: string, source: string, target: string, quantity: "contribution" | "gradient"): string {
    return join(this.path, "pairs", classId, `${source}--${target}.${quantity}.npy`);
  }
  activations(layer: string): string {
    return join(this.path, "activations", `${layer}.json`);
  }
  get classMap(): string {
    return join(this.path, "class-map.json");
  }
  view(image: number): string {
    return join(this.path, "images", `${image}.webp`);
  }
  /** Picture of a concept; `classId` where each class was clustered by itself. */
  picture(classId: string | null, layer: string, n: number): string {
    return join(this.path, "visualisations", ...(classId === null ? [] : [classId]), layer, `${n}.png`);
  }
  get work(): string {
    return join(this.path, ".work");
  }
  get baselines(): string {
    return join(this.work, "baselines.bin");
  }
  collected(shard: string): string {
    return join(this.work, "collect", `${shard}.bin`);
  }
  get concepts(): string {
    return join(this.work, "concepts.json");
  }
  edges(shard: string): string {
    return join(this.work, "edges", `${shard}.bin`);
  }

  /**
   * What lies in the folder, for an analysis that would be written there. `key` stands for model, data and options.
   *
   * @returns `finished` if just this analysis lies there whole.
   * @throws GipfelError OUTPUT_OCCUPIED where something else lies there, or this analysis and `resume` is not set.
   */
  async state(key: string, resume: boolean): Promise<"fresh" | "resumed" | "finished"> {
    const entries = await this.#entries();
    if (entries.length === 0) return "fresh";
    const stated = await readFile(join(this.work, "key"), "utf8").catch(() => undefined);
    const finished = stated === undefined ? await this.#finishedKey() : undefined;
    if (stated === undefined && finished === undefined) {
      throw new GipfelError(
        "OUTPUT_OCCUPIED",
        `${this.path} is not empty and holds no analysis: choose another folder for --out`,
      );
    }
    if ((stated ?? finished) !== key) {
      throw new GipfelError(
        "OUTPUT_OCCUPIED",
        `${this.path} holds an analysis of another model, data set or options: choose another folder for --out`,
      );
    }
    if (!resume) {
      const state =
        finished === undefined
          ? "unfinished; continue it with --resume"
          : "finished; choose another folder for --out, or see it with gipfel serve";
      throw new GipfelError("OUTPUT_OCCUPIED", `${this.path} holds this analysis already, ${state}`);
    }
    return finished === undefined ? "resumed" : "finished";
  }

  /** Marks the folder as that of an analysis, before anything else is written. */
  async claim(key: string): Promise<void> {
    await writeWhole(join(this.work, "key"), key);
  }

  async #entries(): Promise<string[]> {
    if (!existsSync(this.path)) return [];
    const isFolder = (await stat(this.path)).isDirectory();
    if (!isFolder) throw new GipfelError("OUTPUT_OCCUPIED", `${this.path} is a file: --out takes a folder`);
    return readdir(this.path);
  }

  async #finishedKey(): Promise<string | undefined> {
    if (!existsSync(this.analysis)) return undefined;
    const text = await readFile(this.timings, "utf8").catch(() => "{}");
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null && "key" in parsed && typeof parsed.key === "string"
      ? parsed.key
      : "";
  }

  /** Removes the work files, and drafts that a killed run left. */
  async finish(): Promise<void> {
    await rm(this.work, { recursive: true, force: true });
    for (const name of await readdir(this.path, { recursive: true })) {
      if (name.endsWith(unfinished)) await rm(join(this.path, name), { force: true });
    }
  }

  /** Removes the work files of an analysis that came to nothing, and the folder if nothing else is in it. */
  async discard(): Promise<void> {
    await rm(this.work, { recursive: true, force: true });
    if ((await readdir(this.path)).length === 0) await rmdir(this.path);
  }
}
