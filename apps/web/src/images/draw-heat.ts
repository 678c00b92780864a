import { coverCrop, insideImage } from "./draw-patch.js";
import { type Heat, heatPixels } from "./heat.js";

/** Draws the patch `box` of a map so that it covers a place, in the theme's colours of the two signs. */
export function drawHeat(
  context: CanvasRenderingContext2D,
  heat: Heat,
  box: readonly [number, number, number, number],
  place: { x: number; y: number; width: number; height: number },
): void {
  const map = new OffscreenCanvas(heat.width, heat.height);
  const style = getComputedStyle(context.canvas);
  const colour = (name: string) => channelsOf(style.getPropertyValue(name).trim());
  const pixels = heatPixels(heat, { positive: colour("--positive"), negative: colour("--negative") });
  map.getContext("2d")?.putImageData(new ImageData(pixels, heat.width, heat.height), 0, 0);
  const [left, top, width, height] = coverCrop(insideImage(box, heat), place.width / place.height);
  context.imageSmoothingEnabled = false;
  context.drawImage(map, left, top, width, height, place.x, place.y, place.width, place.height);
}

/** Red, green and blue of `#rrggbb`. */
function channelsOf(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}
