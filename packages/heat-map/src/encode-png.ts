import sharp from "sharp";
import type { Picture } from "./picture.js";

/** PNG of a picture. */
export function encodePng({ width, height, data }: Picture): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
