/**
 * Explanations of a data set into a folder: for each class the map of every image and their mean, and one line an image
 * in `explanations.jsonl`.
 */
import { join } from "node:path";
import { GipfelError } from "@gipfel/contracts";
import { classIds, type DatasetGroup, type DatasetImage, writeNpy } from "@gipfel/dataset";
import { checkLimit } from "../analysis-options.js";
import { WriteQueue } from "../files/write-queue.js";
import { writeWhole } from "../files/write-whole.js";
import type { RunContext } from "../ports.js";
import { type Explanation, type ExplanationEngine, type ExplanationRun, explainImages } from "./explain-images.js";
import { explanationDocument } from "./explanation-record.js";
import { MeanMap, MeanPicture } from "./mean-map.js";
import type { PreparedExplanation } from "./prepare-explanation.js";
import { type MapStyle, mapOf, pictureOf, renderExplanation } from "./render-explanation.js";
import { writeExplanation } from "./write-explanation.js";

/** Maps that are drawn and written while the engine computes the next. */
const writesAtOnce = 4;

export interface FolderRequest {
  /** Absolute. */
  readonly out: string;
  /** Groups of the data set; null for all. */
  readonly classes: readonly string[] | null;
  /** Images of each class; null for all. */
  readonly limit: number | null;
  /** What is written of every image; the mean of a class is written as both. */
  readonly formats: readonly ("png" | "npy")[];
  readonly style: MapStyle;
}

export interface FolderResult {
  readonly explained: number;
  /** Images that could not be read. */
  readonly skipped: readonly { readonly image: string; readonly reason: string }[];
  /** Images whose map is not finite. */
  readonly notFinite: readonly { readonly image: string; readonly reason: string }[];
  readonly classes: readonly { readonly name: string; readonly folder: string; readonly images: number }[];
  /** The largest of the images' law residuals; null for methods without a law. */
  readonly worstResidual: number | null;
  readonly notes: readonly string[];
}

interface ClassOfImages {
  readonly group: DatasetGroup;
  readonly id: string;
  readonly images: readonly DatasetImage[];
  readonly map: MeanMap;
  readonly picture: MeanPicture;
}

/** @throws GipfelError OPTION_INVALID, DATASET_EMPTY where no image can be read, STORAGE_FAILED, and what explaining throws. */
export async function explainFolder(
  prepared: PreparedExplanation,
  { out, classes: wanted, limit, formats, style }: FolderRequest,
  engine: ExplanationEngine,
  context: RunContext = {},
): Promise<FolderResult> {
  const classes = chooseGroups(prepared, wanted, limit);
  const ofImage = new Map(classes.flatMap((each) => each.images.map(({ index }) => [index, each] as const)));
  const images = classes.flatMap((each) => each.images);
  const lines: string[] = [];
  const skipped: { image: string; reason: string }[] = [];
  const notFinite: { image: string; reason: string }[] = [];
  const writes = new WriteQueue(writesAtOnce);
  let worstResidual: number | null = null;
  const write = async (run: ExplanationRun, explanation: Explanation): Promise<void> => {
    const { image, attribution } = explanation;
    const own = ofImage.get(image.index)!;
    own.map.add(attribution);
    own.picture.add((await pictureOf(prepared.subject, image)).data);
    const files = formats.map((format) => join(out, own.id, `${image.index}.${format}`));
    await writes.add(() => writeExplanation(prepared, explanation, run, files, style));
    lines.push(JSON.stringify(explanationDocument(prepared, explanation, run)));
    if (attribution.residual !== null) worstResidual = Math.max(worstResidual ?? 0, attribution.residual);
  };
  const notes = await explainImages(prepared, images, engine, context, async (run) => {
    for await (const made of run.explanations) {
      if ("attribution" in made) await write(run, made);
      else {
        const list = made.error.code === "METHOD_UNDEFINED" ? notFinite : skipped;
        list.push({ image: made.image.name, reason: made.error.message });
      }
    }
    await writes.drain();
    return run.notes;
  });
  if (lines.length === 0) throw nothingExplained(prepared, [...notFinite, ...skipped]);
  for (const each of classes) await writeMean(prepared, each, join(out, each.id), style);
  await writeWhole(join(out, "explanations.jsonl"), lines.map((line) => `${line}\n`).join(""));
  return {
    explained: lines.length,
    skipped,
    notFinite,
    classes: classes.map(({ group, id, map }) => ({ name: group.name, folder: id, images: map.images })),
    worstResidual,
    notes,
  };
}

function nothingExplained({ subject }: PreparedExplanation, skipped: FolderResult["skipped"]): GipfelError {
  const [first] = skipped;
  const example = first ? `; ${first.image}: ${first.reason}` : "";
  return new GipfelError("DATASET_EMPTY", `no image of ${subject.dataset.name} could be explained${example}`);
}

function chooseGroups(
  { subject }: PreparedExplanation,
  wanted: readonly string[] | null,
  limit: number | null,
): ClassOfImages[] {
  checkLimit(limit);
  const { groups, name } = subject.dataset;
  const unknown = wanted?.find((own) => !groups.some((group) => group.name === own));
  if (unknown !== undefined) {
    const known = groups.slice(0, 20).map((group) => group.name);
    throw new GipfelError("OPTION_INVALID", `--classes: ${name} has no ${unknown}; it has ${known.join(", ")}`);
  }
  const chosen = groups.filter((group) => wanted === null || wanted.includes(group.name));
  const ids = classIds(chosen.map((group, i) => ({ group, classIndex: i, className: group.name })));
  return chosen.map((group, i) => ({
    group,
    id: ids[i]!,
    images: group.images.slice(0, limit ?? undefined),
    map: new MeanMap(),
    picture: new MeanPicture(),
  }));
}

async function writeMean(
  prepared: PreparedExplanation,
  own: ClassOfImages,
  folder: string,
  style: MapStyle,
): Promise<void> {
  const mean = own.map.mean();
  if (!mean) return;
  await writeWhole(join(folder, "mean.npy"), writeNpy([...mean.shape], mean.values));
  const map = mapOf(mean);
  if (!map) return;
  const [, height, width] = prepared.subject.model.input;
  const picture = { width, height, data: own.picture.mean() };
  const texts = {
    title: `${own.group.name}: ${prepared.method.name}`,
    subtitle: `mean of ${own.map.images} images`,
  };
  const png = await renderExplanation(picture, map, prepared.method, texts, style);
  await writeWhole(join(folder, "mean.png"), png);
}
