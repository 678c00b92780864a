import { GipfelError } from "@gipfel/contracts";
import { drawBackground } from "./background.js";
import { drawClutter, drawOccluder, drawStrayParts } from "./clutter.js";
import { type Box, boundingBox } from "./geometry.js";
import { objectClasses } from "./objects/index.js";
import { drawPalette } from "./palette.js";
import { place } from "./patch.js";
import { Random } from "./random.js";
import { type Raster, rasterise } from "./rasteriser.js";

/** Width and height of every scene, in pixels. */
export const sceneSize = 64;

/** Names of the classes, by class index. */
export const classNames: readonly string[] = objectClasses.map(({ name }) => name);

export interface Scene extends Raster {
  /** The object's box in pixels, as if nothing hid it; it may reach over the border of the image. */
  readonly bounds: Box;
}

const largestKey = 2 ** 32 - 1;

/**
 * Draws image `imageIndex` of class `classIndex`: `pixels` is `[64, 64, 3]` RGB, `masks` holds `[64, 64]` visible
 * coverage (0 … 255) for each part that shows. A part that the class has lies on the object; any other part is a stray
 * one in the background. The image depends on these three numbers only.
 *
 * @throws GipfelError OPTION_INVALID where a number is no integer in its range.
 */
export function drawScene(seed: number, classIndex: number, imageIndex: number): Scene {
  requireInteger("seed", seed, largestKey);
  requireInteger("class index", classIndex, objectClasses.length - 1);
  requireInteger("image index", imageIndex, largestKey);

  const random = Random.of(seed, classIndex, imageIndex);
  const objectClass = objectClasses[classIndex];
  const background = drawBackground(random, sceneSize);
  const palette = drawPalette(random, background.colours);
  const half = random.range(19.5, 27);
  const slack = sceneSize / 2 - half + 1.5;
  const x = sceneSize / 2 + random.range(-slack, slack);
  const y = sceneSize / 2 + random.range(-slack, slack);
  const mirror = random.chance(0.5) ? -1 : 1;
  const stretch = random.range(0.93, 1.07);
  const angle = random.range(-0.2, 0.2);

  const object = place(objectClass.draw(random, palette), x, y, mirror * half * stretch, half / stretch, angle);
  const patches = [
    ...drawClutter(random, background.colours, sceneSize),
    ...drawStrayParts(random, objectClass.parts, background.colours, sceneSize),
    ...object,
    ...drawOccluder(random, x, y, half, sceneSize),
  ];
  const bounds = boundingBox(object.flatMap(({ outline }) => outline));
  return { ...rasterise(patches, background.pixels, sceneSize), bounds };
}

function requireInteger(name: string, value: number, largest: number): void {
  if (Number.isInteger(value) && value >= 0 && value <= largest) return;
  throw new GipfelError("OPTION_INVALID", `The ${name} is ${value}; it must be an integer from 0 to ${largest}.`);
}
