import type { PredictionDocument } from "@gipfel/contracts";
import { probabilityKind } from "../1-collect/prediction.js";
import type { ClassTotals } from "../3-edges/class-totals.js";
import type { PreparedAnalysis } from "../prepare.js";

/** What the network said of each image of a class, by index. */
export function predictionDocument(
  { model }: PreparedAnalysis,
  { analysed, images, predictions }: Pick<ClassTotals, "analysed" | "images" | "predictions">,
): PredictionDocument {
  const names = new Map(
    analysed.shards.flatMap((shard) => shard.images.map(({ image }) => [image.index, image.name] as const)),
  );
  return {
    format: "gipfel-predictions",
    version: 1,
    class: { index: analysed.index, name: analysed.name },
    kind: probabilityKind(model),
    images: images
      .map((image, n) => ({ image, name: names.get(image)!, ...predictions[n]! }))
      .sort((a, b) => a.image - b.image),
  };
}
