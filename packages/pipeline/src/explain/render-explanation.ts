/** The picture of an explanation: its map over what the network saw of the image. */
import type { MethodChoice } from "@gipfel/contracts";
import { type DatasetImage, viewPixels } from "@gipfel/dataset";
import { type MapKind, type Picture, reduceChannels, renderHeatMap, type ValueMap } from "@gipfel/heat-map";
import type { FinishedMap } from "../attribute/finish.js";
import type { Subject } from "../open-subject.js";

/** What the network saw of an image, RGB. */
export async function pictureOf({ dataset, preprocessing, model }: Subject, image: DatasetImage): Promise<Picture> {
  const { width, height, channels, data } = await viewPixels(dataset, image, preprocessing.values, [...model.input]);
  if (channels === 3) return { width, height, data };
  return { width, height, data: Uint8Array.from({ length: 3 * data.length }, (_, i) => data[Math.floor(i / 3)]!) };
}

/** Whether attributions have signs. */
export function mapKindOf({ name, parameters }: MethodChoice): MapKind {
  switch (name) {
    case "saliency":
    case "grad-cam":
      return "sequential";
    case "gradient":
      return parameters.form === "signed" ? "diverging" : "sequential";
    case "smoothgrad":
      return parameters.form === "signed" && parameters.over !== "saliency" ? "diverging" : "sequential";
    default:
      return "diverging";
  }
}

/** One number for each position: the sum over channels. Undefined for a level without positions. */
export function mapOf({ shape, values }: FinishedMap): ValueMap | undefined {
  const [channels, height, width] = shape;
  if (channels === undefined || height === undefined || width === undefined) return undefined;
  return reduceChannels(values, [channels, height, width], "sum");
}

/** How maps are drawn. */
export interface MapStyle {
  /** Percentile of magnitudes at which the colours end. */
  readonly percentile: number;
}

export interface ExplanationTexts {
  readonly title: string;
  readonly subtitle: string;
}

/** PNG of a map, enlarged to the picture. */
export function renderExplanation(
  picture: Picture,
  map: ValueMap,
  method: MethodChoice,
  { title, subtitle }: ExplanationTexts,
  { percentile }: MapStyle,
): Promise<Buffer> {
  return renderHeatMap({ picture, map, kind: mapKindOf(method), title, subtitle, percentile });
}
