import { extname } from "node:path";
import { GipfelError } from "@gipfel/contracts";
import { writeNpy } from "@gipfel/dataset";
import { writeWhole } from "../files/write-whole.js";
import type { Explanation } from "./explain-images.js";
import { explanationDocument } from "./explanation-record.js";
import type { PreparedExplanation } from "./prepare-explanation.js";
import { type MapStyle, mapOf, pictureOf, renderExplanation } from "./render-explanation.js";

export const explanationFormats = [".png", ".npy", ".json"] as const;

/** @throws GipfelError OPTION_INVALID for a file that is none of {@link explanationFormats}. */
export function checkExplanationFile(file: string): void {
  if (explanationFormats.some((format) => format === extname(file).toLowerCase())) return;
  throw new GipfelError("OPTION_INVALID", `--out is ${file}; it takes a file that ends in .png, .npy or .json`);
}

type RunFacts = Parameters<typeof explanationDocument>[2];

/**
 * Writes an explanation as the files' endings say: the map over the image, the raw values `[C, H, W]`, or the record.
 * Nothing is written before all of it is made.
 *
 * @throws GipfelError OPTION_INVALID, STORAGE_FAILED
 */
export async function writeExplanation(
  prepared: PreparedExplanation,
  explanation: Explanation,
  run: RunFacts,
  files: readonly string[],
  style: MapStyle,
): Promise<void> {
  const contents: [string, string | Uint8Array][] = [];
  for (const file of files) contents.push([file, await contentOf(prepared, explanation, run, file, style)]);
  for (const [file, content] of contents) await writeWhole(file, content);
}

async function contentOf(
  prepared: PreparedExplanation,
  explanation: Explanation,
  run: RunFacts,
  file: string,
  style: MapStyle,
): Promise<string | Uint8Array> {
  checkExplanationFile(file);
  const { shape, values } = explanation.attribution;
  switch (extname(file).toLowerCase()) {
    case ".json":
      return `${JSON.stringify(explanationDocument(prepared, explanation, run), null, 1)}\n`;
    case ".npy":
      return writeNpy(arrayShape(prepared, shape), values);
    default:
      return renderOver(prepared, explanation, style);
  }
}

/** Attributions of the input have its shape; those of a hidden layer of a signal or volume that of an image. */
export function arrayShape({ level, subject }: PreparedExplanation, shape: readonly number[]): number[] {
  const { network, inputSizes } = subject.model;
  const size = (sizes: readonly number[]) => sizes.reduce((product, n) => product * n, 1);
  return level.tensor === network.inputs[0] && size(shape) === size(inputSizes) ? [...inputSizes] : [...shape];
}

/** PNG of an explanation over its image. */
async function renderOver(prepared: PreparedExplanation, explanation: Explanation, style: MapStyle): Promise<Buffer> {
  const map = mapOf(explanation.attribution);
  if (!map) {
    throw new GipfelError(
      "OPTION_INVALID",
      `a .png: ${prepared.level.name} has no positions to draw; take .npy or .json`,
    );
  }
  const picture = await pictureOf(prepared.subject, explanation.image);
  return renderExplanation(picture, map, prepared.method, explanationTexts(prepared, explanation), style);
}

export function explanationTexts({ method, level }: PreparedExplanation, { image, target, attribution }: Explanation) {
  const at = level.name === "input" ? "" : ` at ${level.name}`;
  const residual = attribution.residual === null ? "" : `, law residual ${attribution.residual.toExponential(1)}`;
  return {
    title: `${target.name}: ${method.name}${at}`,
    subtitle: `${image.name} · score ${attribution.score.toPrecision(4)}${residual}`,
  };
}
