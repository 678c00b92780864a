/** Width and height in pixels. */
export interface Size {
  width: number;
  height: number;
}

/** RGB, 8 bits a channel, interleaved: `3 · width · height` bytes. */
export interface Picture extends Size {
  data: Uint8Array;
}

/** One number for each position, row by row. */
export interface ValueMap extends Size {
  data: Float32Array;
}

/** Throws RangeError where `data` is not `width · height · channels` long, or a side is no positive integer. */
export function checkSize({ width, height, data }: Picture | ValueMap, channels: number, what: string): void {
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0)) {
    throw new RangeError(`${what} has a size of ${width}×${height}; both sides must be positive integers.`);
  }
  if (data.length !== width * height * channels) {
    throw new RangeError(
      `${what} of ${width}×${height} has ${data.length} numbers; it must have ${width * height * channels}.`,
    );
  }
}
