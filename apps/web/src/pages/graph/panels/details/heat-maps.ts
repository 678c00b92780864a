import type { Client } from "@gipfel/client";
import type { ServiceExplanation } from "@gipfel/contracts";
import { type Heat, sumOverChannels } from "../../../../images/heat.js";
import { readNpy } from "../../../../images/read-npy.js";

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

const askEvery = 400;

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
  await finished(service, id, signal);
  const heats = await Promise.all(
    asked.map(async (image, n) => {
      const params = { explanation: id, n: String(n) };
      const bytes = await service.showExplanationImage({ params, query: { format: "npy" }, signal });
      return [image, sumOverChannels(readNpy(bytes))] as const;
    }),
  );
  return new Map(heats);
}

async function finished(service: Client, explanation: string, signal: AbortSignal): Promise<ServiceExplanation> {
  for (;;) {
    const current = await service.showExplanation({ params: { explanation }, signal });
    if (current.status === "finished") return current;
    if (current.status === "failed" || current.status === "cancelled") {
      throw new Error(current.error?.message ?? "The heat maps were cancelled.");
    }
    await new Promise((resolve) => setTimeout(resolve, askEvery));
    signal.throwIfAborted();
  }
}
