/** The mean over the images of an explanation of the magnitude of their maps, in input coordinates. */
import { readFile } from "node:fs/promises";
import { GipfelError } from "@gipfel/contracts";
import { readNpy, writeNpy } from "@gipfel/dataset";
import { MeanMagnitude, renderMeanMagnitude } from "@gipfel/pipeline";
import type { ExplanationImage } from "@gipfel/store";
import type { Environment } from "../environment.js";

/** @throws GipfelError STATE_CONFLICT before there are maps, OPTION_INVALID where they have no positions */
export async function meanMap(
  { store }: Environment,
  { id, name, status }: { readonly id: string; readonly name: string; readonly status: string },
  images: readonly ExplanationImage[],
  format: "png" | "npy",
): Promise<Buffer> {
  if (status !== "finished") {
    throw new GipfelError("STATE_CONFLICT", `explanation ${id} is ${status}; its mean is known when it is finished`);
  }
  const total = new MeanMagnitude();
  for (const { map } of images) {
    const artifact = map === null ? undefined : await store.artifacts.get(map);
    if (!artifact) throw new GipfelError("IMAGE_NOT_FOUND", `the maps of explanation ${id} are not kept`);
    const { shape, data } = readNpy(await readFile(artifact.path));
    if (!total.add({ shape, values: Float32Array.from(data, Number) })) {
      throw new GipfelError("OPTION_INVALID", `the level of explanation ${id} has no positions; take its results`);
    }
  }
  const mean = total.mean();
  if (!mean) throw new GipfelError("IMAGE_NOT_FOUND", `explanation ${id} has no results`);
  if (format === "npy") return Buffer.from(writeNpy([mean.height, mean.width], mean.data));
  return renderMeanMagnitude(mean, { title: name, subtitle: `mean magnitude over ${total.images} images` });
}
