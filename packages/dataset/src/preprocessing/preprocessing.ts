export type Interpolation = "bilinear" | "bicubic" | "nearest" | "lanczos";
export type ChannelOrder = "rgb" | "bgr" | "gray";

/** What turns a picture into network units: resize, centre crop, then `(pixel · scale − mean) / std` for each channel. */
export interface Preprocessing {
  /** Pixels of the shorter side, the other in proportion; or exactly `[height, width]`; or null to leave the size. */
  resize: number | [number, number] | null;
  /** Centre crop to `[height, width]` after resizing, or null. */
  crop: [number, number] | null;
  /** Filter for resizing; those but `nearest` average over what they shrink, as PIL does. */
  interpolation: Interpolation;
  /** Order of the network's channels; `gray` is ITU-R 601 luma. */
  channels: ChannelOrder;
  /** Multiplies pixels, 0 to 255, first. */
  scale: number;
  /** One for each channel, in the network's order, after `scale`. */
  mean: number[];
  std: number[];
  /** Whether a picture that already has the network's input size is left untouched: neither resized nor cropped. */
  keepMatching: boolean;
}

/** `[C, H, W]` of the network's input. */
export type InputShape = readonly [number, number, number];
