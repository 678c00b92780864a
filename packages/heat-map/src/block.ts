import type { Canvas } from "./canvas.js";
import type { Size } from "./picture.js";

/** Something of known size that can be drawn anywhere. */
export interface Block extends Size {
  draw(canvas: Canvas, left: number, top: number): void;
}

/** Blocks below one another, flush left, with `gap` pixels between. */
export function stack(blocks: readonly Block[], gap: number): Block {
  return {
    width: Math.max(0, ...blocks.map(({ width }) => width)),
    height: blocks.reduce((sum, { height }) => sum + height, 0) + gap * Math.max(0, blocks.length - 1),
    draw(canvas, left, top) {
      let y = top;
      for (const block of blocks) {
        block.draw(canvas, left, y);
        y += block.height + gap;
      }
    },
  };
}
