import { GipfelError } from "@gipfel/contracts";
import type { ChannelOrder, InputShape, Interpolation, Preprocessing } from "./preprocessing.js";

const interpolations: readonly Interpolation[] = ["bilinear", "bicubic", "nearest", "lanczos"];
const channelOrders: readonly ChannelOrder[] = ["rgb", "bgr", "gray"];
const keys = ["resize", "crop", "interpolation", "channels", "scale", "mean", "std"];
const largestSide = 16_384;

/**
 * Preprocessing from parsed JSON, every key optional. Absent: `resize` exactly `[H, W]`, or nothing where `crop` is
 * given; `crop` `[H, W]`; bilinear; RGB (gray for one channel); scale 1/255; mean 0; std 1. A single number for `crop`,
 * `mean` or `std` stands for every side or channel. Throws PREPROCESSING_INVALID with the path of the value in `source`,
 * what was expected and what arrived.
 */
export function parsePreprocessing(value: unknown, [C, H, W]: InputShape, source: string): Preprocessing {
  const wrong = (path: string, expected: string, got: unknown) =>
    new GipfelError("PREPROCESSING_INVALID", `${source}: ${path} must be ${expected}, got ${show(got)}.`);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong("it", "a JSON object", value);
  const given = new Map<string, unknown>(Object.entries(value));
  for (const key of given.keys()) {
    if (!keys.includes(key)) throw wrong(`key ${key}`, `absent or one of ${keys.join(", ")}`, given.get(key));
  }

  const sides = (key: string): [number, number] | null => {
    const pair = given.get(key);
    if (!Array.isArray(pair) || pair.length !== 2 || !isSide(pair[0]) || !isSide(pair[1])) return null;
    return [pair[0], pair[1]];
  };
  const resizeOf = (): Preprocessing["resize"] => {
    const resize = given.get("resize");
    if (resize === undefined) return given.has("crop") ? null : [H, W];
    if (resize === null || isSide(resize)) return resize;
    const pair = sides("resize");
    if (pair === null)
      throw wrong("resize", `a side or [height, width] in pixels up to ${largestSide}, or null`, resize);
    return pair;
  };
  const cropOf = (): Preprocessing["crop"] => {
    const crop = given.get("crop");
    if (crop === undefined) return [H, W];
    if (crop === null) return null;
    const pair = isSide(crop) ? ([crop, crop] as [number, number]) : sides("crop");
    if (pair === null) throw wrong("crop", `[height, width] in pixels up to ${largestSide}, or null`, crop);
    if (pair[0] !== H || pair[1] !== W) throw wrong("crop", `the network's input size [${H}, ${W}]`, crop);
    return pair;
  };
  const choice = <T extends string>(key: string, options: readonly T[], fallback: T): T => {
    const text = given.get(key) ?? fallback;
    const option = options.find((candidate) => candidate === text);
    if (option === undefined) throw wrong(key, `one of ${options.join(", ")}`, text);
    return option;
  };
  const perChannel = (key: string, fallback: number, accepts: (value: number) => boolean, expected: string) => {
    const entry = given.get(key) ?? fallback;
    const values: unknown[] = Array.isArray(entry) ? entry : new Array<unknown>(C).fill(entry);
    if (values.length !== C) throw wrong(key, `${C} numbers, one for each channel of the network`, entry);
    return values.map((number, channel) => {
      if (isFiniteNumber(number) && accepts(number)) return number;
      throw wrong(Array.isArray(entry) ? `${key}[${channel}]` : key, expected, number);
    });
  };

  const channels = choice("channels", channelOrders, C === 1 ? "gray" : "rgb");
  if (C !== (channels === "gray" ? 1 : 3)) {
    throw wrong("channels", `an order of the network's ${C} channels (gray: 1, rgb and bgr: 3)`, channels);
  }
  const scale = given.get("scale") ?? 1 / 255;
  if (!isFiniteNumber(scale) || scale === 0) throw wrong("scale", "a finite number other than 0", scale);
  const resize = resizeOf();
  const crop = cropOf();
  checkSize(resize, crop, H, W, wrong);
  return {
    resize,
    crop,
    interpolation: choice("interpolation", interpolations, "bilinear"),
    channels,
    scale,
    mean: perChannel("mean", 0, () => true, "a finite number"),
    std: perChannel("std", 1, (number) => number > 0, "a finite number above 0"),
    keepMatching: false,
  };
}

/** What can be known before any picture is seen: that the size after resizing is, or covers, the network's input. */
function checkSize(
  resize: Preprocessing["resize"],
  crop: Preprocessing["crop"],
  H: number,
  W: number,
  wrong: (path: string, expected: string, got: unknown) => GipfelError,
): void {
  if (Array.isArray(resize)) {
    const fits = crop === null ? resize[0] === H && resize[1] === W : resize[0] >= H && resize[1] >= W;
    if (!fits)
      throw wrong("resize", `${crop === null ? "" : "at least "}the network's input size [${H}, ${W}]`, resize);
  } else if (resize !== null && crop !== null && resize < Math.min(H, W)) {
    throw wrong("resize", `at least ${Math.min(H, W)}, the shorter side of the network's input`, resize);
  }
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function isSide(value: unknown): value is number {
  return isFiniteNumber(value) && Number.isInteger(value) && value >= 1 && value <= largestSide;
}

function show(value: unknown): string {
  return typeof value === "number" ? String(value) : (JSON.stringify(value)?.slice(0, 80) ?? "nothing");
}
