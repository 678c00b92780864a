/** A colour in OKLCH: lightness in [0, 1], chroma (0 grey, about 0.3 at most), hue in degrees. */
export interface Colour {
  readonly lightness: number;
  readonly chroma: number;
  readonly hue: number;
}

/** sRGB, each channel in [0, 255], not rounded. */
export type Rgb = readonly [red: number, green: number, blue: number];

function toOklab({ lightness, chroma, hue }: Colour): readonly [number, number, number] {
  const angle = (hue * Math.PI) / 180;
  return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)];
}

function encodeGamma(linear: number): number {
  const clamped = Math.min(1, Math.max(0, linear));
  return 255 * (clamped <= 0.0031308 ? 12.92 * clamped : 1.055 * clamped ** (1 / 2.4) - 0.055);
}

/** To sRGB, channels outside the gamut cut off (Ottosson, "A perceptual color space for image processing", 2020). */
export function toRgb(colour: Colour): Rgb {
  const [lightness, a, b] = toOklab(colour);
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encodeGamma(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    encodeGamma(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    encodeGamma(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ];
}

/** The point at `weight` on the straight line between two sRGB colours; 0 is the first. */
export function mixRgb(first: Rgb, second: Rgb, weight: number): Rgb {
  return [
    first[0] + weight * (second[0] - first[0]),
    first[1] + weight * (second[1] - first[1]),
    first[2] + weight * (second[2] - first[2]),
  ];
}

/** The same colour, lighter by `amount` (darker where negative). */
export function lighter(colour: Colour, amount: number): Colour {
  return { ...colour, lightness: Math.min(0.98, Math.max(0.08, colour.lightness + amount)) };
}

/** Euclidean distance in OKLab: 0.02 is just noticeable, 1 is black to white. */
export function colourDistance(first: Colour, second: Colour): number {
  const a = toOklab(first);
  const b = toOklab(second);
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
