import { existsSync } from "node:fs";
import type { GraphDocument } from "@gipfel/contracts";
import { type DatasetImage, renderView } from "@gipfel/dataset";
import type { AnalysisFolder } from "../files/analysis-folder.js";
import { writeWhole } from "../files/write-whole.js";
import type { PreparedAnalysis } from "../prepare.js";

const atOnce = 2;

/** Writes what the network saw of every image that the graphs show patches of. */
export async function writeViews(
  prepared: PreparedAnalysis,
  folder: AnalysisFolder,
  images: readonly number[],
): Promise<void> {
  const { dataset, preprocessing, model } = prepared;
  const shown = new Set(images);
  const wanted = dataset.groups
    .flatMap((group) => group.images)
    .filter(({ index }) => shown.has(index) && !existsSync(folder.view(index)));
  const queue = [...wanted];
  const work = async () => {
    for (let image = queue.pop(); image; image = queue.pop()) await writeView(image);
  };
  const writeView = async (image: DatasetImage) => {
    await writeWhole(
      folder.view(image.index),
      await renderView(dataset, image, preprocessing.values, [...model.input]),
    );
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

export function imagesShown({ nodes }: GraphDocument): number[] {
  return nodes.flatMap(({ examples }) => examples.map(({ image }) => image));
}
