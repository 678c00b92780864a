/** Files called images that are none, or larger than memory. */
import { randomBytes } from "node:crypto";
import { deflateSync } from "node:zlib";
import { pngHeader, pngOf, pngOfZeros, resizedGif, resizedJpeg, resizedWebp } from "../testing/pictures.js";
import { soundPictures } from "../testing/sound-pictures.js";

export interface HostilePicture {
  readonly what: string;
  readonly make: () => Uint8Array;
  readonly says: RegExp;
}

const { png, jpeg, webp, gif } = soundPictures;
const half = (picture: Buffer) => picture.subarray(0, picture.length / 2);
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>';

const cases: readonly (readonly [what: string, make: () => Uint8Array, says: RegExp])[] = [
  ["a PNG of 60,000 × 60,000 zeros", () => pngOf(60_000, 60_000, deflateSync(Buffer.alloc(2 ** 24))), /pixel/],
  ["a PNG of 2^31 − 1 pixels a side", () => pngHeader(2 ** 31 - 1, 2 ** 31 - 1), /cannot be decoded/],
  ["a PNG of 12,000 × 12,000 zeros, whole", () => pngOfZeros(12_000, 12_000), /pixel/],
  ["a PNG of no size", () => pngHeader(0, 0), /cannot be decoded/],
  ["a PNG without pixels", () => pngHeader(8, 8), /cannot be decoded/],
  ["a PNG cut off", () => half(png), /cannot be decoded/],
  ["a JPEG of 65,535 × 65,535", () => resizedJpeg(jpeg, 65_535, 65_535), /pixel|limit/],
  ["a JPEG cut off", () => half(jpeg), /cannot be decoded/],
  ["a WebP of 16,383 × 16,383", () => resizedWebp(webp, 16_383, 16_383), /pixel/],
  ["a WebP cut off", () => half(webp), /cannot be decoded/],
  ["a GIF of 65,535 × 65,535", () => resizedGif(gif, 65_535, 65_535), /cannot be decoded/],
  ["a GIF cut off", () => half(gif), /cannot be decoded/],
  ["an SVG", () => Buffer.from(svg), /svg|format/i],
  ["an SVG of a billion pixels a side", () => Buffer.from(svg.replaceAll('"9"', '"1000000000"')), /cannot be decoded/],
  ["a PDF", () => Buffer.from("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n"), /format/],
  ["an HTML page", () => Buffer.from("<html><body>no image</body></html>"), /format/],
  ["random bytes", () => Buffer.concat([Buffer.of(0), randomBytes(5000)]), /format/],
  ["one byte", () => Buffer.of(0xff), /format/],
  ["nothing", () => Buffer.alloc(0), /empty/i],
];

export const pictures: readonly HostilePicture[] = cases.map(([what, make, says]) => ({ what, make, says }));
