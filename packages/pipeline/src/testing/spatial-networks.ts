import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readNpz } from "@gipfel/dataset";
import type { RunTensor } from "@gipfel/engine";

/** A network with outputs and the gradient of one of them by PyTorch in float64. */
export interface SpatialNetwork {
  readonly name: string;
  /** Path of the ONNX file. */
  readonly model: string;
  /** `[N, C, …]` with one to three spatial axes. */
  readonly images: RunTensor;
  /** `[N, K]`; of a map its mean over positions. */
  readonly outputs: RunTensor;
  /** The output that the gradient is of. */
  readonly target: number;
  /** Of the shape of the images. */
  readonly gradient: RunTensor;
}

const folder = fileURLToPath(new URL("../../../attribution/fixtures/spatial/", import.meta.url));
const maxBytes = 2 ** 24;

/** Made by scripts/reference/make_spatial_fixtures.py. */
export function spatialNetworks(): SpatialNetwork[] {
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const arrays = readNpz(readFileSync(`${folder}${name}/reference.npz`), maxBytes, name);
      const array = (key: string): RunTensor => {
        const { shape, data } = arrays.get(key)!;
        return { shape, data: Float32Array.from(data as Float32Array) };
      };
      return {
        name,
        model: `${folder}${name}/model.onnx`,
        images: array("images"),
        outputs: array("outputs"),
        target: array("target").data[0]!,
        gradient: array("gradient"),
      };
    });
}
