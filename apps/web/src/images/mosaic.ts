import type { GraphExample } from "@gipfel/contracts";
import { drawPatch } from "./draw-patch.js";
import type { ImageStore } from "./image-store.js";

/** Side in pixels, twice the side of a node so that it stays sharp when zoomed in. */
const size = 128;
const gap = 2;

/**
 * Up to four patches as one square picture; null for a node without examples. Encoded off the main thread: a graph may
 * have a thousand nodes.
 */
export async function mosaic(examples: readonly GraphExample[], images: ImageStore): Promise<Blob | null> {
  const shown = examples.slice(0, 4);
  if (shown.length === 0) return null;
  const bitmaps = await Promise.all(shown.map((example) => images.bitmap(example.image)));
  const canvas = new OffscreenCanvas(size, size);
  const context = canvas.getContext("2d");
  if (!context) return null;
  for (const [i, place] of mosaicPlaces(shown.length).entries()) drawPatch(context, bitmaps[i], shown[i].box, place);
  return canvas.convertToBlob({ type: "image/webp", quality: 0.85 });
}

/** Places of 1 to 4 patches in the square: whole, halves, a half above two quarters, quarters. */
export function mosaicPlaces(patches: number): { x: number; y: number; width: number; height: number }[] {
  const half = (size - gap) / 2;
  const far = half + gap;
  const whole = { x: 0, y: 0, width: size, height: size };
  const upper = { ...whole, height: half };
  const quarters = [0, far].flatMap((y) => [0, far].map((x) => ({ x, y, width: half, height: half })));
  if (patches === 1) return [whole];
  if (patches === 2) return [upper, { ...upper, y: far }];
  if (patches === 3) return [upper, quarters[2], quarters[3]];
  return quarters;
}
