import type { Client } from "@gipfel/client";
import { type Heat, sumOverChannels } from "../../../../images/heat.js";
import { readNpy } from "../../../../images/read-npy.js";
import { settled } from "../../../../service/settled.js";

/** Methods that any network with convolutions has, quick ones first. */
export const heatMethods = [
  "gradient-x-input",
  "integrated-gradients",
  "smoothgrad",
  "guided-backprop",
  "deeplift-rescale",
  "lrp",
] as const;
export type HeatMethod = (typeof heatMethods)[number];

/**
 * What in images excites a concept: has the service explain them with the concept as target, and waits for it.
 *
 * @param images by their index in the data set
 * @returns the maps by image
 * @throws Error whose message is meant for the reader
 */
export async function computeHeatMaps(
  service: Client,
  { analysis, node, images, method }: { analysis: string; node: string; images: readonly number[]; method: HeatMethod },
  signal: AbortSignal,
): Promise<ReadonlyMap<number, Heat>> {
  const { modelId, datasetId, settings } = await service.showAnalysis({ params: { analysis }, signal });
  const asked = [...new Set(images)];
  const { id } = await service.createExplanation({
    body: {
      ...{ modelId, datasetId, method, images: asked, target: node, analysisId: analysis },
      ...(settings.preprocess !== null && { preprocess: settings.preprocess }),
    },
    signal,
  });
  await settled(() => service.showExplanation({ params: { explanation: id }, signal }), signal);
  const heats = await Promise.all(
    asked.map(async (image, n) => {
      const params = { explanation: id, n: String(n) };
      const bytes = await service.showExplanationImage({ params, query: { format: "npy" }, signal });
      return [image, sumOverChannels(readNpy(bytes))] as const;
    }),
  );
  return new Map(heats);
}
