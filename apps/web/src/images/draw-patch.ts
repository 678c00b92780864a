type Box = readonly [x: number, y: number, width: number, height: number];

/** Below this many pixels a side, pixels are shown as they are: smoothing would invent what the network did not see. */
const pixelated = 24;

/** Draws the patch `box` of an image so that it covers a `width` × `height` place at (x, y). */
export function drawPatch(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  image: ImageBitmap,
  box: Box,
  place: { x: number; y: number; width: number; height: number },
): void {
  const [left, top, width, height] = coverCrop(insideImage(box, image), place.width / place.height);
  context.imageSmoothingEnabled = Math.min(width, height) >= pixelated;
  context.imageSmoothingQuality = "high";
  context.drawImage(image, left, top, width, height, place.x, place.y, place.width, place.height);
}

/** Draws the whole image as large as it fits into a square of `size`, dimmed outside the patch. */
export function drawInContext(context: CanvasRenderingContext2D, image: ImageBitmap, box: Box, size: number): void {
  const scale = size / Math.max(image.width, image.height);
  const [left, top] = [(size - image.width * scale) / 2, (size - image.height * scale) / 2];
  context.drawImage(image, left, top, image.width * scale, image.height * scale);
  const [x, y, width, height] = insideImage(box, image).map((value) => value * scale);
  const outside = new Path2D();
  outside.rect(left, top, image.width * scale, image.height * scale);
  outside.rect(left + x, top + y, width, height);
  context.fillStyle = "rgb(0 0 0 / 0.45)";
  context.fill(outside, "evenodd");
  context.strokeStyle = "#fff";
  context.lineWidth = 2;
  context.strokeRect(left + x, top + y, width, height);
}

/** Receptive fields reach beyond the border of an image; what is drawn does not. At least one pixel remains. */
export function insideImage([x, y, width, height]: Box, image: { width: number; height: number }): Box {
  const left = Math.min(Math.max(0, x), image.width - 1);
  const top = Math.min(Math.max(0, y), image.height - 1);
  const right = Math.max(left + 1, Math.min(image.width, x + width));
  const bottom = Math.max(top + 1, Math.min(image.height, y + height));
  return [left, top, right - left, bottom - top];
}

/** The largest box of an aspect ratio (width over height) around the middle of a box. */
export function coverCrop([x, y, width, height]: Box, aspect: number): Box {
  const cropWidth = Math.min(width, height * aspect);
  const cropHeight = Math.min(height, width / aspect);
  return [x + (width - cropWidth) / 2, y + (height - cropHeight) / 2, cropWidth, cropHeight];
}
