/** Data sets that are listed and looked at, in a job process: reading a large one takes a while. */
import { GipfelError } from "@gipfel/contracts";
import {
  type Dataset,
  type DatasetImage,
  type InputShape,
  openDataset,
  presets,
  renderView,
  shownShape,
} from "@gipfel/dataset";
import { demand, kinds } from "../changes.js";
import type { Environment } from "../environment.js";
import type { ImagesPage, ImagesSummary, ListedImage } from "../inquiries/inquiry.js";
import { RecentlyUsed } from "../recently-used.js";
import { datasetPath, sourceIn } from "./dataset-path.js";

const thumbnailShape: InputShape = [3, 128, 128];
const openAtOnce = 4;

interface OpenedImages {
  readonly dataset: Dataset;
  readonly images: ReadonlyMap<number, DatasetImage>;
  /** By index. */
  readonly listed: readonly ListedImage[];
}

/** @param path of a folder, an unpacked archive, or a file. @throws GipfelError DATASET_… */
export async function summaryAt(path: string, isArchive: boolean): Promise<ImagesSummary> {
  const { imageCount, groups } = await openDataset(isArchive ? await sourceIn(path) : path);
  return { images: imageCount, classes: groups.map(({ name, images }) => ({ name, images: images.length })) };
}

export class OpenImages {
  readonly #opened = new RecentlyUsed<OpenedImages>(openAtOnce);

  constructor(private readonly environment: Environment) {}

  /** @param name of a class; null for all. @throws GipfelError DATASET_… */
  async list(datasetId: string, name: string | null, start: number, limit: number): Promise<ImagesPage> {
    const { listed } = await this.#open(datasetId);
    const wanted = name === null ? listed : listed.filter((image) => image.class === name);
    return { items: wanted.slice(start, start + limit), total: wanted.length };
  }

  /** WebP. @throws GipfelError DATASET_…, IMAGE_NOT_FOUND, IMAGE_UNREADABLE */
  async thumbnail(datasetId: string, index: number): Promise<Buffer> {
    const { dataset, images } = await this.#open(datasetId);
    const image = images.get(index);
    if (!image) {
      throw new GipfelError(
        "IMAGE_NOT_FOUND",
        `the data set has no image ${index}; it has 0 to ${dataset.imageCount - 1}`,
      );
    }
    if (dataset.arrays) return renderView(dataset, image, null, shownShape(dataset.arrays));
    return renderView(dataset, image, presets.unit!.for(thumbnailShape), thumbnailShape);
  }

  #open(datasetId: string): Promise<OpenedImages> {
    return this.#opened.get(datasetId, async () => {
      const record = demand(await this.environment.store.datasets.find(datasetId), kinds.dataset, datasetId);
      const dataset = await openDataset(await datasetPath(this.environment, record));
      const images = new Map(dataset.groups.flatMap((group) => group.images.map((image) => [image.index, image])));
      const listed = dataset.groups
        .flatMap((group) => group.images.map(({ index, name }) => ({ index, name, class: group.name })))
        .sort((a, b) => a.index - b.index);
      return { dataset, images, listed };
    });
  }
}
