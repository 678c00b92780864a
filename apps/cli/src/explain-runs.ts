/** What `gipfel explain` does: one image, one image by all methods, or a whole data set. */
import { extname } from "node:path";
import { GipfelError, type MethodChoice } from "@gipfel/contracts";
import {
  contactSheet,
  type ExplanationEngine,
  explainFolder,
  explainImages,
  explanationDocument,
  type MapStyle,
  oneImage,
  type PreparedExplanation,
  type RunContext,
  theOnly,
  writeExplanation,
  writeWhole,
} from "@gipfel/pipeline";
import { formatSeconds } from "./format.js";
import type { Report } from "./report.js";

export interface ExplainRun {
  readonly prepared: PreparedExplanation;
  readonly engine: ExplanationEngine;
  readonly style: MapStyle;
  /** Absolute paths. */
  readonly out: readonly string[];
  readonly report: Report;
  readonly context: RunContext;
}

/** @param imageOrIndex an index in the data set, or an absolute path. */
export async function explainOne(
  { prepared, engine, style, out, report, context }: ExplainRun,
  imageOrIndex: string,
): Promise<void> {
  const image = oneImage(prepared.subject.dataset, imageOrIndex);
  const document = await explainImages(prepared, [image], engine, context, async (run) => {
    const explanation = await theOnly(run);
    await writeExplanation(prepared, explanation, run, out, style);
    return explanationDocument(prepared, explanation, run);
  });
  const { target, method, score, baselineScore, sum, selectedSum, law, residual, notes, seconds } = document;
  const compared = baselineScore === null ? "" : `, baseline score ${baselineScore.toPrecision(5)}`;
  const selected = selectedSum === null ? "" : `, of it the concept's neurons ${selectedSum.toPrecision(5)}`;
  const stated = residual === null ? "" : `; ${law} residual ${residual.toExponential(1)}`;
  const lines = [
    ...notes.map((note) => `note: ${note}`),
    `${target.name} by ${method.name}: score ${score.toPrecision(5)}${compared}, sum of attributions ${sum.toPrecision(5)}${selected}${stated} (${formatSeconds(seconds)})`,
    ...out,
  ];
  report.finish({ ...document, out }, lines.join("\n"));
}

/** One image by all methods. */
export async function drawSheet(
  { prepared, engine, style, out, report, context }: ExplainRun,
  imageOrIndex: string,
  methods: readonly MethodChoice[],
): Promise<void> {
  const [file, another] = out;
  if (file === undefined || another !== undefined || extname(file).toLowerCase() !== ".png") {
    throw new GipfelError(
      "OPTION_INVALID",
      `--out is ${out.join(", ")}; a sheet of all methods takes one file that ends in .png`,
    );
  }
  const image = oneImage(prepared.subject.dataset, imageOrIndex);
  const sheet = await contactSheet(prepared, methods, image, engine, style, context);
  await writeWhole(file, sheet.png);
  const lines = [...sheet.missing.map(({ method, reason }) => `note: ${method}: ${reason}`), file];
  report.finish({ out: file, missing: sheet.missing }, lines.join("\n"));
}

export interface WholeDataset {
  readonly classes: readonly string[] | null;
  readonly limit: number | null;
  readonly formats: readonly string[];
}

/**
 * Every image of a data set, and the mean of each class.
 *
 * @throws GipfelError METHOD_UNDEFINED, once all others are written, where maps of some are not finite.
 */
export async function explainAll(
  { prepared, engine, style, out, report, context }: ExplainRun,
  { classes, limit, formats }: WholeDataset,
): Promise<void> {
  const [folder, another] = out;
  if (folder === undefined || another !== undefined || extname(folder) !== "") {
    throw new GipfelError(
      "OPTION_INVALID",
      `--out is ${out.join(", ")}; a whole data set takes one folder, and --image one image`,
    );
  }
  const known = formats.filter((format) => format === "png" || format === "npy");
  if (known.length !== formats.length) {
    throw new GipfelError("OPTION_INVALID", `--formats is ${formats.join(",")}; it takes png, npy or both`);
  }
  const start = performance.now();
  const result = await explainFolder(prepared, { out: folder, classes, limit, formats: known, style }, engine, context);
  const seconds = (performance.now() - start) / 1000;
  const residual =
    result.worstResidual === null ? "" : `, largest law residual ${result.worstResidual.toExponential(1)}`;
  const lines = [
    ...result.notes.map((note) => `note: ${note}`),
    ...[...result.skipped, ...result.notFinite].map(({ image, reason }) => `skipped ${image}: ${reason}`),
    `${result.explained} images of ${result.classes.length} classes by ${prepared.method.name} in ${folder}${residual} (${formatSeconds(seconds)})`,
  ];
  report.finish({ ...result, out: folder, seconds }, lines.join("\n"));
  const [first] = result.notFinite;
  if (!first) return;
  throw new GipfelError(
    "METHOD_UNDEFINED",
    `${result.notFinite.length} of ${result.explained + result.notFinite.length} images have no finite map by ${prepared.method.name}, ${first.image} the first; those of the others are written`,
  );
}
