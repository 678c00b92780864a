import { mixRgb, type Rgb, toRgb } from "./colour.js";
import { boundingBox, type Outline } from "./geometry.js";
import type { PartName } from "./part-names.js";
import type { Patch } from "./patch.js";

/** Samples per pixel and direction. */
const samples = 4;

export interface Raster {
  /** `[size, size, 3]`, sRGB. */
  readonly pixels: Uint8Array;
  /** Per part that shows at all: `[size, size]`, the share of the pixel it visibly covers, in 0 … 255. */
  readonly masks: Map<PartName, Uint8Array>;
}

/**
 * Paints patches (outlines in pixels) over a background `[size, size, 3]`, anti-aliased by 4 × 4 samples a pixel.
 * Each sample remembers the uppermost patch only, so masks hold exactly what can be seen.
 */
export function rasterise(patches: readonly Patch[], background: Float64Array, size: number): Raster {
  const uppermost = findUppermost(patches, size * samples);
  return {
    pixels: averageColours(patches, uppermost, background, size),
    masks: averageMasks(patches, uppermost, size),
  };
}

function averageColours(
  patches: readonly Patch[],
  uppermost: Int16Array,
  background: Float64Array,
  size: number,
): Uint8Array {
  const width = size * samples;
  const sums = new Float64Array(size * size * 3);
  const paints = patches.map(paintOf);
  for (let y = 0; y < width; y++) {
    const colours = paints.map((paint) => paint(y));
    for (let x = 0; x < width; x++) {
      const pixel = 3 * pixelOf(x, y, size);
      const patch = uppermost[y * width + x];
      if (patch < 0) {
        for (let channel = 0; channel < 3; channel++) sums[pixel + channel] += background[pixel + channel];
      } else {
        for (let channel = 0; channel < 3; channel++) sums[pixel + channel] += colours[patch][channel];
      }
    }
  }
  return new Uint8Array(sums.map((sum) => Math.round(sum / samples ** 2)));
}

function averageMasks(patches: readonly Patch[], uppermost: Int16Array, size: number): Map<PartName, Uint8Array> {
  const width = size * samples;
  const counts = new Map<PartName, Uint8Array>();
  for (let sample = 0; sample < width * width; sample++) {
    const part = uppermost[sample] < 0 ? undefined : patches[uppermost[sample]].part;
    if (!part) continue;
    const count = counts.get(part) ?? new Uint8Array(size * size);
    counts.set(part, count);
    count[pixelOf(sample % width, Math.floor(sample / width), size)]++;
  }
  const masks = new Map<PartName, Uint8Array>();
  for (const [part, count] of counts) {
    const mask = count.map((covered) => Math.round((255 * covered) / samples ** 2));
    masks.set(part, mask);
  }
  return masks;
}

function pixelOf(x: number, y: number, size: number): number {
  return Math.floor(y / samples) * size + Math.floor(x / samples);
}

/** The patch's colour by the row of samples. */
function paintOf({ outline, top, bottom }: Patch): (y: number) => Rgb {
  const box = boundingBox(outline);
  const [from, to] = [toRgb(top), toRgb(bottom)];
  return (y) => mixRgb(from, to, Math.min(1, Math.max(0, ((y + 0.5) / samples - box.y) / box.height)));
}

/** Per sample `[width, width]` the index of the last patch that covers its centre, or -1. */
function findUppermost(patches: readonly Patch[], width: number): Int16Array {
  const uppermost = new Int16Array(width * width).fill(-1);
  patches.forEach((patch, index) => {
    const box = boundingBox(patch.outline);
    const first = Math.max(0, Math.floor(box.y * samples));
    const last = Math.min(width - 1, Math.ceil((box.y + box.height) * samples));
    for (let y = first; y <= last; y++) {
      for (const [from, to] of spansInRow(patch.outline, y + 0.5)) {
        const start = Math.min(width, Math.max(0, Math.ceil(from - 0.5)));
        const end = Math.min(width, Math.max(0, Math.ceil(to - 0.5)));
        uppermost.fill(index, y * width + start, y * width + end);
      }
    }
  });
  return uppermost;
}

/** The stretches of the line at height `y` inside the outline, by the nonzero winding rule; all in samples. */
function spansInRow(outline: Outline, y: number): [from: number, to: number][] {
  const crossings: { x: number; winding: number }[] = [];
  outline.forEach(([startX, startY], index) => {
    const [endX, endY] = outline[(index + 1) % outline.length];
    const above = startY * samples <= y;
    if (above === endY * samples <= y) return;
    const along = (y / samples - startY) / (endY - startY);
    crossings.push({ x: (startX + along * (endX - startX)) * samples, winding: above ? 1 : -1 });
  });
  crossings.sort((first, second) => first.x - second.x);
  const spans: [number, number][] = [];
  let winding = 0;
  crossings.forEach((crossing, index) => {
    winding += crossing.winding;
    if (winding !== 0) spans.push([crossing.x, crossings[index + 1].x]);
  });
  return spans;
}
