import sharp from "sharp";
import type { Block } from "./block.js";
import { Canvas } from "./canvas.js";

const margin = 16;

/** The block on white with a margin around it. */
export function encodePng(block: Block): Promise<Buffer> {
  const canvas = new Canvas(block.width + 2 * margin, block.height + 2 * margin);
  block.draw(canvas, margin, margin);
  const { width, height, data } = canvas;
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
