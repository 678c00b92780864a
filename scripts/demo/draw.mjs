// Draws PartWorld scenes into one .npy file for train.py: uint8 [classes * images, 64, 64, 3], RGB, class after class.
//
//   node scripts/demo/draw.mjs --seed 7001 --images-per-class 3000 --out /tmp/partworld/train.npy
//
// Needs the built package: npx tsc -b packages/partworld

import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { classNames, drawScene, sceneSize } from "../../packages/partworld/dist/index.js";

const { values } = parseArgs({
  options: { seed: { type: "string" }, "images-per-class": { type: "string" }, out: { type: "string" } },
});
const seed = Number(values.seed);
const imagesPerClass = Number(values["images-per-class"]);
if (!values.out || !Number.isInteger(seed) || !Number.isInteger(imagesPerClass) || imagesPerClass < 1) {
  console.error("Usage: node scripts/demo/draw.mjs --seed N --images-per-class N --out FILE.npy");
  process.exit(2);
}

/** Header of the NumPy file format, version 1.0: padded so that the data starts at a multiple of 64. */
function npyHeader(shape) {
  const description = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(", ")}), }`;
  const unpadded = 10 + description.length + 1;
  const text = `${description}${" ".repeat(Math.ceil(unpadded / 64) * 64 - unpadded)}\n`;
  const header = Buffer.from(`\x93NUMPY\x01\x00\x00\x00${text}`, "latin1");
  header.writeUInt16LE(text.length, 8);
  return header;
}

function* file() {
  yield npyHeader([classNames.length * imagesPerClass, sceneSize, sceneSize, 3]);
  for (const classIndex of classNames.keys()) {
    for (let image = 0; image < imagesPerClass; image++) yield drawScene(seed, classIndex, image).pixels;
  }
}

await mkdir(dirname(values.out), { recursive: true });
await pipeline(Readable.from(file()), createWriteStream(values.out));
