import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { RunTensor } from "@gipfel/engine";

/** By source: `[C_source][C_target]`, mean over the images. */
export type ReferenceMatrices = Readonly<Record<string, readonly (readonly number[])[]>>;

/** What both kinds of reference hold; see scripts/reference. */
interface Reference {
  readonly name: string;
  /** Path of the ONNX file. */
  readonly model: string;
  readonly baseline: "zero" | "mean";
  readonly images: RunTensor;
}

/** One segment, attributed by 20,000 steps along the path in float64. */
export interface SegmentReference extends Reference {
  readonly sources: readonly string[];
  readonly target: string;
  /** Whether the closed form holds. */
  readonly exact: boolean;
  readonly contribution: ReferenceMatrices;
  readonly gradient: ReferenceMatrices;
}

/** By layer: `[image][neuron][logit]`. */
export type ReferenceParts = Readonly<Record<string, readonly (readonly (readonly number[])[])[]>>;

/** A whole network with the flow through it. */
export interface ChainReference extends Reference {
  readonly layers: readonly string[];
  readonly flow: ReferenceParts;
  readonly rest: ReferenceParts;
  /** `[image][logit]` */
  readonly logits: readonly (readonly number[])[];
  readonly logitsAtRest: readonly (readonly number[])[];
}

type Stored<R extends Reference> = Omit<R, "name" | "model" | "images"> & {
  readonly images: { readonly shape: readonly number[]; readonly data: readonly number[] };
};

const folder = fileURLToPath(new URL("../../../attribution/fixtures/", import.meta.url));

export function segmentReferences(): SegmentReference[] {
  return readAll<SegmentReference>("reference.json");
}

export function chainReferences(): ChainReference[] {
  return readAll<ChainReference>("chain.json");
}

function readAll<R extends Reference>(file: string) {
  return readdirSync(folder)
    .filter((name) => existsSync(`${folder}${name}/${file}`))
    .sort()
    .map((name) => {
      const stored = JSON.parse(readFileSync(`${folder}${name}/${file}`, "utf8")) as Stored<R>;
      const images: RunTensor = { shape: stored.images.shape, data: Float32Array.from(stored.images.data) };
      return { ...stored, name, model: `${folder}${name}/model.onnx`, images };
    });
}
