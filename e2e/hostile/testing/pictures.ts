/** The beginnings of pictures, which state their sizes. */
import { crc32, deflateSync } from "node:zlib";

/** A PNG that states this size and has no pixels (PNG specification, 5 and 11.2.2). */
export function pngHeader(width: number, height: number): Buffer {
  return pngOf(width, height, Buffer.alloc(0));
}

/** A PNG of zeros, 8 bits of grey each. */
export function pngOfZeros(width: number, height: number): Buffer {
  return pngOf(width, height, deflateSync(Buffer.alloc((width + 1) * height), { level: 9 }));
}

/** @param data the compressed rows */
export function pngOf(width: number, height: number, data: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  const parts = [
    chunk("IHDR", header),
    ...(data.length > 0 ? [chunk("IDAT", data)] : []),
    chunk("IEND", Buffer.alloc(0)),
  ];
  return Buffer.concat([signature, ...parts]);
}

function chunk(type: string, content: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.length, 0);
  frame.writeUInt32BE(crc32(typed), 4);
  return Buffer.concat([frame.subarray(0, 4), typed, frame.subarray(4)]);
}

/** A JPEG that states another size than it has (ITU T.81, B.2.2: the frame header). */
export function resizedJpeg(jpeg: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(jpeg);
  const frame = [0xc0, 0xc2].map((marker) => changed.indexOf(Buffer.of(0xff, marker))).find((at) => at >= 0)!;
  changed.writeUInt16BE(height, frame + 5);
  changed.writeUInt16BE(width, frame + 7);
  return changed;
}

/** A GIF that states another size than it has (GIF89a, 18 and 20). */
export function resizedGif(gif: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(gif);
  changed.writeUInt16LE(width, 6);
  changed.writeUInt16LE(height, 8);
  const image = changed.indexOf(0x2c, 13);
  changed.writeUInt16LE(width, image + 5);
  changed.writeUInt16LE(height, image + 7);
  return changed;
}

/** A lossy WebP that states another size than it has, at most 16,383 (RFC 6386, 9.1). */
export function resizedWebp(webp: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(webp);
  const start = changed.indexOf(Buffer.of(0x9d, 0x01, 0x2a));
  changed.writeUInt16LE(width, start + 3);
  changed.writeUInt16LE(height, start + 5);
  return changed;
}
