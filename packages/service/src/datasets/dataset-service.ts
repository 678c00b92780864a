import { randomUUID } from "node:crypto";
import { mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Dataset, GipfelError, parseAs } from "@gipfel/contracts";
import type { Dataset as DatasetRecord, NewDataset } from "@gipfel/store";
import type { UploadBudget } from "../callers/upload-budget.js";
import { changed, damageOf, demand, demandAny, demandVersion, kinds } from "../changes.js";
import { createOnce } from "../create-once.js";
import type { Environment } from "../environment.js";
import { fileName } from "../file-name.js";
import type { Inquirer } from "../inquiries/inquirer.js";
import type { ImagesSummary } from "../inquiries/inquiry.js";
import { nextOf, startOf } from "../paging.js";
import { forgetReference } from "../references/reference.js";
import type { Datasets } from "../service.js";
import type { ServiceLimits } from "../service-options.js";
import { pathBelowRoot } from "./dataset-path.js";

/** Inquiries that share a process: unpacking takes its time, and listings keep what they have read. */
const subjects = { listing: "images", unpacking: "archives" } as const;
/** Seconds that unpacking may take: of any archive, and beside that for each MiB of it. */
const unpackingSeconds = { any: 300, perMiB: 0.25 };
/** Milliseconds. */
const touchInterval = 600_000;
const parse = (answer: unknown) => parseAs(Dataset, answer, "STORE_CORRUPT", "answer");

export function createDatasets(
  environment: Environment,
  inquirer: Inquirer,
  limits: ServiceLimits,
  uploads: UploadBudget,
): Datasets {
  const { store, places } = environment;
  const bounds = { seconds: limits.checkSeconds, memory: limits.checkMemory };
  const find = async (id: string) => demand(await store.datasets.find(id), kinds.dataset, id);
  const findAny = async (id: string) => demandAny(await store.datasets.find(id), kinds.dataset, id);
  return {
    list: async (page) => {
      const { items, next } = await store.datasets.list(page);
      return { items: items.map(datasetOf), next };
    },
    register: async ({ path, name }, once) => {
      const { absolute, below } = await pathBelowRoot(places, path);
      const found = await inquirer.ask({ kind: "describe-images", path: absolute }, subjects.listing, bounds);
      const record = newDataset(found, name ?? basename(below), { path: below, hash: null });
      return createOnce(store, once, async ({ datasets }) => datasetOf(await datasets.create(record)), parse);
    },
    upload: async (bytes, { name = "images" }, once) => {
      const archive = await store.artifacts.prepare(uploads.receive(bytes, limits.datasetBytes));
      // Looked at before it is kept and there is a record of it, and moved to where that one says.
      const draft = join(places.drafts, randomUUID(), fileName(name));
      // Of drafts that nobody touches for an hour it would be removed as one that was cut off.
      const touching = setInterval(() => archive.touch(), touchInterval).unref();
      try {
        const inquiry = { kind: "unpack-images", archive: archive.path, folder: draft } as const;
        const found = await inquirer.ask(inquiry, subjects.unpacking, {
          ...bounds,
          seconds: unpackingSeconds.any + unpackingSeconds.perMiB * (archive.bytes / 2 ** 20),
        });
        const { hash } = await archive.put();
        const record = newDataset(found, name, { path: null, hash });
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
        clearInterval(touching);
        await archive.discard();
        await rm(dirname(draft), { recursive: true, force: true });
      }
    },
    show: async (id) => datasetOf(await findAny(id)),
    images: async (id, { class: name = null, ...page }) => {
      const { classes } = await find(id);
      if (name !== null && !classes.some((one) => one.name === name)) {
        const known = classes.slice(0, 20).map((one) => one.name);
        throw new GipfelError("LABELS_INVALID", `the data set has no class ${name}; it has ${known.join(", ")}`);
      }
      const start = startOf(page);
      const inquiry = { kind: "list-images", datasetId: id, class: name, start, limit: page.limit } as const;
      const { items, total } = await inquirer.ask(inquiry, subjects.listing, bounds);
      return { items, next: nextOf(page, total), total };
    },
    thumbnail: async (id, image) => {
      await find(id);
      const inquiry = { kind: "render-thumbnail", datasetId: id, image } as const;
      const { webp } = await inquirer.ask(inquiry, subjects.listing, bounds);
      return Buffer.from(webp, "base64");
    },
    rename: async (id, { name }, version) =>
      datasetOf(changed(await store.datasets.update(id, { name }, version), kinds.dataset, id)),
    remove: async (id, version) => {
      const dataset = await findAny(id);
      demandVersion(dataset, version, kinds.dataset, id);
      const outcome = await store.datasets.remove(id);
      if (outcome === "referenced") {
        const message = `an analysis uses the data set ${dataset.name}; delete the analysis first`;
        throw new GipfelError("DATASET_IN_USE", message);
      }
      await forgetReference(places, id);
      await rm(places.dataset(id), { recursive: true, force: true });
    },
  };
}

function newDataset(
  { images, classes }: ImagesSummary,
  name: string,
  where: Pick<NewDataset, "path" | "hash">,
): NewDataset {
  return { name: name.slice(0, 200), images, classes: [...classes], ...where };
}

function datasetOf(record: DatasetRecord): Dataset {
  const { id, version, createdAt, updatedAt, name, path, images, classes } = record;
  const error = damageOf(record, kinds.dataset);
  const common = { id, version, createdAt, updatedAt, name, kind: kindOf(path), path, images, classes };
  return error ? { ...common, error } : common;
}

/** As its name tells; uploads are unpacked to folders. */
function kindOf(path: string | null): Dataset["kind"] {
  if (path === null) return "folder";
  if (/\.(csv|jsonl)$/i.test(path)) return "manifest";
  return /\.npz$/i.test(path) ? "arrays" : "folder";
}
