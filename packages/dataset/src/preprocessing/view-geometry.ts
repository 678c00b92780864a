import { GipfelError } from "@gipfel/contracts";
import type { InputShape, Preprocessing } from "./preprocessing.js";

/** Width and height in pixels. */
export interface Size {
  width: number;
  height: number;
}

/** Rectangle in pixels. */
export interface Window extends Size {
  left: number;
  top: number;
}

/** Where the network's input lies in a picture: in the picture resized to `resized`, the rectangle `window`. */
export interface ViewGeometry {
  resized: Size;
  window: Window;
}

/**
 * The region of a picture that the network sees, with the arithmetic of torchvision's `Resize` and `CenterCrop`: the
 * longer side is truncated, the crop's offset rounded half to even. Throws SHAPE_MISMATCH where the region is not the
 * network's input size.
 */
export function viewGeometry(
  picture: Size,
  { resize, crop, keepMatching }: Preprocessing,
  [, H, W]: InputShape,
): ViewGeometry {
  const { width, height } = picture;
  const matches = width === W && height === H;
  const resized = keepMatching && matches ? picture : resizedSize(picture, resize);
  const [cropHeight, cropWidth] = crop ?? [resized.height, resized.width];
  if (cropHeight > resized.height || cropWidth > resized.width) {
    throw mismatch(resized, `smaller than the crop of ${cropHeight}×${cropWidth}`);
  }
  if (cropHeight !== H || cropWidth !== W) throw mismatch(resized, `not the network's input size of ${H}×${W}`);
  return {
    resized,
    window: {
      left: roundHalfToEven((resized.width - W) / 2),
      top: roundHalfToEven((resized.height - H) / 2),
      width: W,
      height: H,
    },
  };
}

function resizedSize({ width, height }: Size, resize: Preprocessing["resize"]): Size {
  if (resize === null) return { width, height };
  if (Array.isArray(resize)) return { width: resize[1], height: resize[0] };
  return width <= height
    ? { width: resize, height: Math.trunc((resize * height) / width) }
    : { width: Math.trunc((resize * width) / height), height: resize };
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function mismatch(size: Size, what: string): GipfelError {
  return new GipfelError(
    "SHAPE_MISMATCH",
    `After resizing, the picture has ${size.height}×${size.width} pixels (height×width), ${what}; set resize and crop to fit.`,
  );
}
