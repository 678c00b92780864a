import { randomUUID } from "node:crypto";
import { mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Dataset, GipfelError, parseAs } from "@gipfel/contracts";
import { type Dataset as Images, type InputShape, openDataset, presets, renderView } from "@gipfel/dataset";
import type { Dataset as DatasetRecord, NewDataset } from "@gipfel/store";
import { demand, demandVersion, kinds } from "../changes.js";
import { createOnce } from "../create-once.js";
import type { Environment } from "../environment.js";
import { fileName } from "../file-name.js";
import { limited } from "../limited.js";
import { RecentlyUsed } from "../recently-used.js";
import type { Datasets } from "../service.js";
import type { ServiceLimits } from "../service-options.js";
import { datasetPath, pathBelowRoot, sourceIn, unpackWhole } from "./dataset-path.js";

const thumbnail: InputShape = [3, 128, 128];
const openAtOnce = 4;
const parse = (answer: unknown) => parseAs(Dataset, answer, "STORAGE_FAILED", "answer");

export function createDatasets(environment: Environment, limits: ServiceLimits): Datasets {
  const { store, places } = environment;
  // Listing a large one takes a while.
  const opened = new RecentlyUsed<Images>(openAtOnce);
  const find = async (id: string) => demand(await store.datasets.find(id), kinds.dataset, id);
  return {
    list: async (page) => {
      const { items, next } = await store.datasets.list(page);
      return { items: items.map(datasetOf), next };
    },
    register: async ({ path, name }, once) => {
      const images = await openDataset(await pathBelowRoot(places, path));
      const below = path
        .split("/")
        .filter((part) => part !== "" && part !== ".")
        .join("/");
      const record = newDataset(images, name ?? basename(path), { path: below, hash: null });
      return createOnce(store, once, async ({ datasets }) => datasetOf(await datasets.create(record)), parse);
    },
    upload: async (bytes, { name = "images" }, once) => {
      const archive = await store.artifacts.prepare(limited(bytes, limits.datasetBytes));
      // Looked at before it is kept and there is a record of it, and moved to where that one says.
      const draft = join(places.drafts, randomUUID(), fileName(name));
      try {
        await unpackWhole(places, archive.path, draft);
        const images = await openDataset(await sourceIn(draft));
        const { hash } = await archive.put();
        const record = newDataset(images, name, { path: null, hash });
        const dataset = await createOnce(
          store,
          once,
          async ({ datasets }) => datasetOf(await datasets.create(record)),
          parse,
        );
        await mkdir(places.dataset(dataset.id), { recursive: true });
        await rename(draft, join(places.dataset(dataset.id), fileName(name))).catch(() => undefined);
        return dataset;
      } finally {
        await archive.discard();
        await rm(dirname(draft), { recursive: true, force: true });
      }
    },
    show: async (id) => datasetOf(await find(id)),
    thumbnail: async (id, index) => {
      const record = await find(id);
      const images = await opened.get(id, async () => openDataset(await datasetPath(environment, record)));
      const image = images.groups.flatMap((group) => group.images).find((one) => one.index === index);
      if (!image) {
        throw new GipfelError(
          "IMAGE_NOT_FOUND",
          `the data set has no image ${index}; it has 0 to ${images.imageCount - 1}`,
        );
      }
      if (images.arrayShape) return renderView(images, image, null, images.arrayShape);
      return renderView(images, image, presets.unit.for(thumbnail), thumbnail);
    },
    remove: async (id, version) => {
      const dataset = await find(id);
      demandVersion(dataset, version, kinds.dataset, id);
      const outcome = await store.datasets.remove(id);
      if (outcome === "referenced") {
        const message = `an analysis uses the data set ${dataset.name}; delete the analysis first`;
        throw new GipfelError("DATASET_IN_USE", message);
      }
      opened.forget(id);
      await rm(places.dataset(id), { recursive: true, force: true });
    },
  };
}

function newDataset(
  { imageCount, groups }: Images,
  name: string,
  where: Pick<NewDataset, "path" | "hash">,
): NewDataset {
  const classes = groups.map(({ name, images }) => ({ name, images: images.length }));
  return { name: name.slice(0, 200), images: imageCount, classes, ...where };
}

function datasetOf(record: DatasetRecord): Dataset {
  const { id, version, createdAt, updatedAt, name, path, images, classes } = record;
  return { id, version, createdAt, updatedAt, name, kind: kindOf(path), path, images, classes };
}

/** As its name tells; uploads are unpacked to folders. */
function kindOf(path: string | null): Dataset["kind"] {
  if (path === null) return "folder";
  if (/\.(csv|jsonl)$/i.test(path)) return "manifest";
  return /\.npz$/i.test(path) ? "arrays" : "folder";
}
