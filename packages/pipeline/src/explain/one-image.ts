import { GipfelError } from "@gipfel/contracts";
import type { Dataset, DatasetImage } from "@gipfel/dataset";

/** An index that no image of a data set has. */
export const outsideIndex = -1;

/**
 * The image of the data set with an index or in a file, or a file of its own.
 *
 * @param indexOrFile as the caller wrote it; a path is absolute.
 * @throws GipfelError OPTION_INVALID
 */
export function oneImage(dataset: Pick<Dataset, "name" | "imageCount" | "groups">, indexOrFile: string): DatasetImage {
  const images = dataset.groups.flatMap((group) => group.images);
  if (!/^\d+$/.test(indexOrFile)) {
    const own = images.find(({ file }) => file === indexOrFile);
    return own ?? { index: outsideIndex, name: indexOrFile, file: indexOrFile, row: null };
  }
  const found = images.find(({ index }) => index === Number(indexOrFile));
  if (found) return found;
  throw new GipfelError(
    "OPTION_INVALID",
    `--image is ${indexOrFile}; ${dataset.name} has images 0 to ${dataset.imageCount - 1}`,
  );
}
