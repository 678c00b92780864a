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
import type { Dataset, DatasetGroup, DatasetImage } from "./dataset.js";

const valuesPerTurn = 2 ** 22;

/**
 * An `.npz` with `images` (`[N, C, H, W]` float32, float64 or uint8, values as the network takes them) and `labels`
 * (`[N]` integers, the class indices). Every value is checked to be finite. Rows of an uncompressed file stay on disk.
 */
export async function openArrays(path: string): Promise<Dataset> {
  const { images, labels } = await openEntries(path);
  const header = readNpyHeader(images.read(0, Math.min(images.size, longestNpyHeader)), "images");
  const [count, ...rowShape] = header.shape;
  checkImages(path, header, images.size);
  const indices = readLabelIndices(path, readNpy(labels.read(0, labels.size), "labels"), count);
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
    arrayShape: [rowShape[0], rowShape[1], rowShape[2]],
    readArray(image) {
      if (image.row === null || image.row >= count) {
        throw new GipfelError("DATASET_INVALID", `${image.name} is no row of ${path}, which has ${count} rows.`);
      }
      return readRow(image.row);
    },
  };
}

interface Content {
  size: number;
  read: ReadContent;
}

async function openEntries(path: string): Promise<{ images: Content; labels: Content }> {
  const handle = await open(path, "r");
  try {
    const entries = await readZipDirectory(handle, (await handle.stat()).size, path);
    const contentOf = async (name: string): Promise<Content> => {
      const entry = entries.find((candidate) => candidate.name === `${name}.npy`);
      if (entry === undefined) {
        const present = entries.map((candidate) => candidate.name.replace(/\.npy$/, "")).join(", ") || "nothing";
        throw new GipfelError("DATASET_INVALID", `${path} holds ${present}; it must hold images and labels.`);
      }
      return { size: entry.size, read: await openContent(handle, path, entry) };
    };
    return { images: await contentOf("images"), labels: await contentOf("labels") };
  } finally {
    await handle.close();
  }
}

function checkImages(path: string, { type, shape, count, offset }: NpyHeader, size: number): void {
  const fail = (what: string) => new GipfelError("DATASET_INVALID", `images in ${path} ${what}.`);
  if (shape.length !== 4) throw fail(`has shape [${shape.join(", ")}]; it must be [N, C, H, W]`);
  if (type !== "<f4" && type !== "<f8" && type !== "|u1") {
    throw fail(`has element type ${type}; it must be float32 (or float64 or uint8)`);
  }
  const stated = offset + count * bytesPerValue[type];
  if (size !== stated) throw fail(`has ${size} bytes; its shape [${shape.join(", ")}] needs ${stated}`);
  if (shape[0] === 0) throw new GipfelError("DATASET_EMPTY", `images in ${path} has no rows.`);
  if (count === 0) throw fail(`has shape [${shape.join(", ")}]; no size may be zero`);
}

function readLabelIndices(path: string, { shape, data }: ReturnType<typeof readNpy>, count: number): number[] {
  const fail = (what: string) => new GipfelError("DATASET_INVALID", `labels in ${path} ${what}.`);
  if (shape.length !== 1 || shape[0] !== count) {
    throw fail(`has shape [${shape.join(", ")}]; it must be [${count}], one for each image`);
  }
  if (data instanceof Float32Array || data instanceof Float64Array) {
    throw fail("are floating-point numbers; save them as integers: labels.astype('int64')");
  }
  const isWide = data instanceof BigInt64Array || data instanceof BigUint64Array;
  const indices = isWide ? Array.from(data, Number) : Array.from(data);
  const wrong = indices.findIndex((index) => index < 0 || !Number.isSafeInteger(index));
  if (wrong >= 0) throw fail(`has ${data[wrong]} in row ${wrong}; class indices start at 0`);
  return indices;
}

function rowReader(read: ReadContent, { type, shape, offset }: NpyHeader): (row: number) => Float32Array {
  const bytes = shape[1] * shape[2] * shape[3] * bytesPerValue[type];
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
        `images[${row}] in ${path} has ${values[wrong]} at value ${wrong}; every value must be a finite float32.`,
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
