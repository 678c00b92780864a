import { readFile } from "node:fs/promises";
import { GipfelError } from "@gipfel/contracts";
import { reasonOf } from "../support/reason-of.js";
import { parsePreprocessing } from "./parse-preprocessing.js";
import type { InputShape, Preprocessing } from "./preprocessing.js";
import { presets } from "./presets.js";

export interface ResolvedPreprocessing {
  /** Name of the preset; `custom` for a file or values. */
  name: string;
  /** True where nothing was asked for and the preset was guessed from the input shape: say so to the user. */
  assumed: boolean;
  preprocessing: Preprocessing;
}

/** Colour inputs of at least this height and width are taken for ImageNet-like models. */
const smallestImagenetSide = 128;

/** Whatever a file or a caller states: where it lay does not decide what comes out. */
const custom = "custom";

/**
 * The preprocessing that is stated: by the name of a preset, by a JSON file, or by values such as these hold. Null assumes `imagenet` for three channels from
 * 128×128 and `unit` for anything smaller or gray; `raw` where the network takes pixels as they are (`takesPixels`), as one whose input is uint8. Throws PREPROCESSING_INVALID, or SHAPE_MISMATCH where a preset does
 * not make the network's number of channels.
 */
export async function resolvePreprocessing(
  stated: string | object | null,
  input: InputShape,
  takesPixels = false,
): Promise<ResolvedPreprocessing> {
  if (typeof stated === "object" && stated !== null) {
    return { name: custom, assumed: false, preprocessing: parsePreprocessing(stated, input, "preprocessing") };
  }
  const name = stated ?? assumedPreset(input, takesPixels);
  if (Object.hasOwn(presets, name)) {
    return { name, assumed: stated === null, preprocessing: presets[name].for(input) };
  }
  const expected = `a preset (${Object.keys(presets).join(", ")}) or a JSON file`;
  let text: string;
  try {
    text = await readFile(name, "utf8");
  } catch (cause) {
    throw new GipfelError("PREPROCESSING_INVALID", `No preprocessing ${name}; give ${expected}.`, { cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const what = `${name} is not JSON (${reasonOf(cause)}); give ${expected}.`;
    throw new GipfelError("PREPROCESSING_INVALID", what, { cause });
  }
  return { name: custom, assumed: false, preprocessing: parsePreprocessing(value, input, name) };
}

/** Name of the preset that is taken where none is stated. */
export function assumedPreset([C, H, W]: InputShape, takesPixels = false): string {
  if (takesPixels) return "raw";
  return C === 3 && Math.min(H, W) >= smallestImagenetSide ? "imagenet" : "unit";
}
