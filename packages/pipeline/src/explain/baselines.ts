/** What an image is compared with, in network units: a function from image to baseline, both `[C, H, W]`. */
import { GipfelError, type MethodChoice } from "@gipfel/contracts";
import { decodeAhead, loadImage } from "@gipfel/dataset";
import { stopIfInterrupted } from "../interruption.js";
import type { Subject } from "../open-subject.js";
import type { RunContext } from "../ports.js";
import { blur } from "./blur.js";
import type { PixelRange } from "./pixel-range.js";

export type BaselineOf = (image: Float32Array) => Float32Array;

/** A blurred baseline has this fraction of the longer side as its standard deviation. */
const blurFraction = 0.1;

/** The baseline a method compares with; null for those that compare with nothing. */
export function baselineName(method: MethodChoice): string | null {
  switch (method.name) {
    case "integrated-gradients":
    case "deeplift-rescale":
    case "deeplift-reveal-cancel":
      return method.parameters.baseline;
    case "smoothgrad":
      return method.parameters.over === "integrated-gradients" ? method.parameters.baseline : null;
    default:
      return null;
  }
}

/**
 * @param name `black`, `zero`, `mean`, `blur`, or an image file.
 * @throws GipfelError OPTION_INVALID, IMAGE_UNREADABLE
 */
export async function openBaseline(
  name: string,
  subject: Subject,
  range: PixelRange | null,
  context: RunContext,
): Promise<BaselineOf> {
  const [channels, height, width] = subject.model.input;
  const perChannel = (values: readonly number[]): BaselineOf => {
    const filled = Float32Array.from(
      { length: channels * height * width },
      (_, i) => values[Math.floor(i / (height * width))]!,
    );
    return () => filled;
  };
  switch (name) {
    case "zero":
      return perChannel(new Array<number>(channels).fill(0));
    case "black":
      if (range) return perChannel(range.black);
      throw new RangeError("black is not known; zero takes its place");
    case "mean":
      return perChannel(await channelMeans(subject, context));
    case "blur":
      return (image) => blur(image, subject.model.input, blurFraction * Math.max(height, width));
    default: {
      const image = await loadBaseline(name, subject);
      return () => image;
    }
  }
}

async function loadBaseline(file: string, { dataset, preprocessing, model }: Subject): Promise<Float32Array> {
  if (preprocessing.values === null) {
    throw new GipfelError("OPTION_INVALID", "--baseline: arrays are compared with zero, mean or blur, not with a file");
  }
  const image = { index: 0, name: file, file, row: null };
  return loadImage(dataset, image, preprocessing.values, [...model.input]).catch((error: unknown) => {
    throw new GipfelError(
      "OPTION_INVALID",
      `--baseline is ${file}; it takes black, zero, mean, blur, or an image file that can be read`,
      { cause: error },
    );
  });
}

/** Mean of each channel over all images and positions of the data set. */
async function channelMeans({ dataset, preprocessing, model }: Subject, context: RunContext): Promise<number[]> {
  const [channels, height, width] = model.input;
  const images = dataset.groups.flatMap((group) => group.images);
  const sums = new Float64Array(channels);
  let read = 0;
  let done = 0;
  for await (const { tensor, error } of decodeAhead(dataset, images, preprocessing.values, [...model.input], {
    ahead: 8,
  })) {
    stopIfInterrupted(context.signal);
    done += 1;
    context.onProgress?.({ phase: "baseline", done, total: images.length, unit: "images" });
    if (error) continue;
    read += 1;
    tensor.forEach((value, i) => {
      sums[Math.floor(i / (height * width))]! += value;
    });
  }
  return [...sums].map((sum) => sum / (Math.max(read, 1) * height * width));
}
