import type { Block } from "./block.js";
import { Canvas } from "./canvas.js";
import type { Picture } from "./picture.js";

const margin = 16;

/** The block on white with a margin around it. */
export function drawBlock(block: Block): Picture {
  const canvas = new Canvas(block.width + 2 * margin, block.height + 2 * margin);
  block.draw(canvas, margin, margin);
  return canvas;
}
