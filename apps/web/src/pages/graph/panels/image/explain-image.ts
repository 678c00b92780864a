import type { Client } from "@gipfel/client";
import type { ExplanationDocument, ImagePathRequest, MethodName } from "@gipfel/contracts";
import { type Heat, sumOverChannels } from "../../../../images/heat.js";
import { readNpy } from "../../../../images/read-npy.js";
import { settled } from "../../../../service/settled.js";

export interface ImageExplanation {
  readonly heat: Heat;
  readonly document: ExplanationDocument;
}

/**
 * Has the service explain one image by one method, and waits for it.
 *
 * @param target a class by index, or a node of the analysis by id
 * @throws Error whose message is meant for the reader
 */
export async function explainImage(
  service: Client,
  asked: {
    readonly analysis: string;
    readonly image: ImagePathRequest;
    readonly method: MethodName;
    readonly target: string;
  },
  signal: AbortSignal,
): Promise<ImageExplanation> {
  const { analysis, image, method, target } = asked;
  const { modelId, datasetId, settings } = await service.showAnalysis({ params: { analysis }, signal });
  const subject = image.image === undefined ? { uploadId: image.uploadId } : { datasetId, images: [image.image] };
  const preprocess = settings.preprocess === null ? {} : { preprocess: settings.preprocess };
  const body = { modelId, method, target, analysisId: analysis, ...subject, ...preprocess };
  const { id } = await service.createExplanation({ body, signal });
  const read = () => service.showExplanation({ params: { explanation: id }, signal });
  const [result] = (await settled(read, signal)).results;
  if (!result) throw new Error("The service explained nothing.");
  const params = { explanation: id, n: "0" };
  const bytes = await service.showExplanationImage({ params, query: { format: "npy" }, signal });
  return { heat: sumOverChannels(readNpy(bytes)), document: result.document };
}
