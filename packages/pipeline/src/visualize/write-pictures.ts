/** The pictures of a prepared visualisation, computed and written one by one. */
import { GipfelError } from "@gipfel/contracts";
import { encodePng } from "@gipfel/heat-map";
import { createEngine, type EngineChoice } from "../engines.js";
import { writeWhole } from "../files/write-whole.js";
import type { RunContext } from "../ports.js";
import type { ResolvedTarget } from "../targets/resolve-target.js";
import { pictureFiles } from "./picture-files.js";
import type { PreparedVisualisation } from "./prepare-visualisation.js";
import { checkVisualizeOptions, type VisualizeOptions } from "./visualize-options.js";
import { type Visualisation, visualizeTargets } from "./visualize-targets.js";

export interface PictureOptions extends VisualizeOptions, EngineChoice {
  readonly threads: number;
}

export interface WrittenPicture extends Omit<Visualisation, "picture"> {
  readonly target: Pick<ResolvedTarget, "kind" | "name">;
  readonly file: string;
}

/**
 * @param out a file that ends in `.png` for one target, or a folder.
 * @throws GipfelError OPTION_INVALID, ENGINE_UNAVAILABLE, CANCELLED, STORAGE_FAILED
 */
export async function writePictures(
  prepared: PreparedVisualisation,
  out: string,
  options: PictureOptions,
  context: RunContext = {},
): Promise<WrittenPicture[]> {
  checkVisualizeOptions(options);
  const files = pictureFiles(out, prepared.targets);
  const targets = prepared.targets.map((target, i) => ({ ...target, file: files[i]! }));
  const engine = createEngine(options, options.threads);
  const written: WrittenPicture[] = [];
  try {
    for await (const { target, visualisation } of visualizeTargets(engine, prepared, targets, options, context)) {
      const { kind, name, file } = target;
      const { picture, ...rest } = visualisation;
      await writeWhole(file, await encodePng(picture));
      written.push({ target: { kind, name }, file, ...rest });
    }
    return written;
  } catch (error) {
    if (!(error instanceof GipfelError && error.code === "CANCELLED")) throw error;
    throw new GipfelError("CANCELLED", `interrupted; ${written.length} of ${targets.length} pictures are written`);
  } finally {
    await engine.dispose();
  }
}
