import type { Block } from "./block.js";
import type { Canvas } from "./canvas.js";
import { colourBar } from "./colour-bar.js";
import { type ColourScale, type MapKind, type ScaleOptions, scaleOf } from "./colour-scale.js";
import { enlargeBilinear, repeatPixels, repeatValues } from "./enlarge.js";
import { overlay } from "./overlay.js";
import { lines } from "./palette.js";
import { checkSize, type Picture, type ValueMap } from "./picture.js";

/** A picture with the attribution to its pixels, or to the cells of a coarser grid over it. */
export interface FigureContent extends ScaleOptions {
  picture: Picture;
  map: ValueMap;
  kind: MapKind;
  /** Of the values, for the colour bar: `logit`. */
  unit?: string;
}

/** A heat map with its colour bar, as a block. */
export interface Figure {
  block: Block;
  scale: ColourScale;
}

const gap = 14;

/**
 * The map over the picture, enlarged until the longer side has `shortest` pixels, and a colour bar with text of
 * `textSize` pixels beside it. A map of the picture's size shows its values as they are, pixel by pixel; any other is
 * stretched over the picture bilinearly.
 */
export async function heatMapFigure(content: FigureContent, shortest: number, textSize: number): Promise<Figure> {
  const { picture, map, kind, unit = "" } = content;
  const scale = scaleOf(map, kind, content);
  const factor = enlargement(picture, map, shortest);
  const large = repeatPixels(picture, factor);
  const isPixelwise = map.width === picture.width && map.height === picture.height;
  const values = isPixelwise ? repeatValues(map, factor) : enlargeBilinear(map, large);
  const shown = overlay(large, values, scale);
  const bar = await colourBar(scale, unit, shown.height, textSize);
  return {
    scale,
    block: {
      width: shown.width + gap + bar.width,
      height: Math.max(shown.height, bar.height),
      draw(canvas, left, top) {
        drawFramed(canvas, left, top, shown);
        bar.draw(canvas, left + shown.width + gap, top);
      },
    },
  };
}

/** The picture alone in its colours, enlarged likewise. */
export function pictureBlock(picture: Picture, shortest: number): Block {
  const large = repeatPixels(picture, enlargement(picture, picture, shortest));
  return {
    width: large.width,
    height: large.height,
    draw: (canvas, left, top) => drawFramed(canvas, left, top, large),
  };
}

function drawFramed(canvas: Canvas, left: number, top: number, picture: Picture): void {
  canvas.put(left, top, picture);
  canvas.frame(left, top, picture, lines);
}

/** Whole, so that pixels stay squares of one size; and no value of a map that is finer than the picture is passed over. */
function enlargement(picture: Picture, map: { width: number; height: number }, shortest: number): number {
  checkSize(picture, 3, "The picture");
  const { width, height } = picture;
  return Math.ceil(Math.max(shortest / Math.max(width, height), map.width / width, map.height / height));
}
