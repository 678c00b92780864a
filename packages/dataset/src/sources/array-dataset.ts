import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { setImmediate } from "node:timers/promises";
import { GipfelError } from "@gipfel/contracts";
import { decodeValues, readNpy } from "../formats/npy.js";
import { bytesPerValue, longestNpyHeader, type NpyHeader, readNpyHeader } from "../formats/npy-header.js";
import { openContent, type ReadContent } from "../formats/zip-content.js";
import { readZipDirectory } from "../formats/zip-directory.js";
import { arrayNames, labelIndices } from "./array-entries.js";
import type { Dataset, DatasetGroup, DatasetImage } from "./dataset.js";

const valuesPerTurn = 2 ** 22;

/**
 * An `.npz` with images, `[N, C, H, W]`, `[N, H, W, C]`, `[N, H, W]`, `[N, C, L]` or `[N, C, D, H, W]`, of any number
 * type, and class indices, `[N]`, `[N, 1]` or one-hot `[N, K]`. Every value is checked to be finite. Rows of an
 * uncompressed file stay on disk.
 *
 * @throws GipfelError DATASET_EMPTY, DATASET_INVALID
 */
export async function openArrays(path: string): Promise<Dataset> {
  const { images, labels, notices } = await openEntries(path);
  const header = readNpyHeader(images.read(0, Math.min(images.size, longestNpyHeader)), "images");
  checkImages(path, header, images.size);
  const [count, ...rowShape] = header.shape;
  const { indices, notices: ofLabels } = labelIndices(path, readNpy(labels.read(0, labels.size), "labels"), count);
  const readRow = rowReader(images.read, header);
  await checkFinite(path, count, readRow);

  const all = indices.map((_, row): DatasetImage => ({ index: row, name: `images[${row}]`, file: null, row }));
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return {
    kind: "arrays",
    name: basename(path),
    root: dirname(path),
    hash: hash.digest("hex"),
    imageCount: count,
    groups: groupByLabel(all, indices),
    notices: [...notices, ...ofLabels],
    arrays: { shape: rowShape, type: header.type === "|u1" ? "uint8" : "float" },
    readArray(image) {
      if (image.row === null || image.row >= count) {
        throw new GipfelError("DATASET_INVALID", `${image.name} is no row of ${path}, which has ${count} rows`);
      }
      return readRow(image.row);
    },
  };
}

interface Content {
  readonly size: number;
  readonly read: ReadContent;
}

async function openEntries(path: string): Promise<{ images: Content; labels: Content; notices: readonly string[] }> {
  const handle = await open(path, "r");
  try {
    const entries = await readZipDirectory(handle, (await handle.stat()).size, path);
    const byName = new Map(entries.map((entry) => [entry.name.replace(/\.npy$/, ""), entry]));
    const { images, labels, notices } = arrayNames([...byName.keys()], path);
    const contentOf = async (name: string): Promise<Content> => {
      const entry = byName.get(name)!;
      return { size: entry.size, read: await openContent(handle, path, entry) };
    };
    return { images: await contentOf(images), labels: await contentOf(labels), notices };
  } finally {
    await handle.close();
  }
}

function checkImages(path: string, { type, shape, count, offset }: NpyHeader, size: number): void {
  const given = `[${shape.join(", ")}]`;
  const fail = (what: string) => new GipfelError("DATASET_INVALID", `images in ${path} have ${what}`);
  if (shape.length < 3 || shape.length > 5) {
    throw fail(`shape ${given}; expected [N, C, H, W], [N, H, W, C], [N, H, W], [N, C, L] or [N, C, D, H, W]`);
  }
  const stated = offset + count * bytesPerValue[type];
  if (size !== stated) throw fail(`${size} bytes; their shape ${given} needs ${stated}`);
  if (shape[0] === 0) throw new GipfelError("DATASET_EMPTY", `images in ${path} have no rows`);
  if (count === 0) throw fail(`shape ${given}; no size may be zero`);
}

function rowReader(read: ReadContent, { type, shape, offset }: NpyHeader): (row: number) => Float32Array {
  const bytes = shape.slice(1).reduce((product, size) => product * size, bytesPerValue[type]);
  return (row) => {
    const values = decodeValues(type, read(offset + row * bytes, bytes));
    return values instanceof Float32Array ? values : Float32Array.from(values, Number);
  };
}

async function checkFinite(path: string, count: number, readRow: (row: number) => Float32Array): Promise<void> {
  let sinceTurn = 0;
  for (let row = 0; row < count; row++) {
    const values = readRow(row);
    const wrong = values.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) {
      throw new GipfelError(
        "DATASET_INVALID",
        `images[${row}] in ${path} has ${values[wrong]} at value ${wrong}; every value must be a finite float32`,
      );
    }
    sinceTurn += values.length;
    if (sinceTurn > valuesPerTurn) {
      sinceTurn = 0;
      await setImmediate();
    }
  }
}

function groupByLabel(images: DatasetImage[], labels: number[]): DatasetGroup[] {
  const groups = new Map<number, DatasetGroup>();
  for (const [row, label] of labels.entries()) {
    const group = groups.get(label) ?? { name: String(label), label, images: [] };
    group.images.push(images[row]);
    groups.set(label, group);
  }
  return [...groups.values()].sort((a, b) => a.label! - b.label!);
}
