import { fileURLToPath } from "node:url";

/** Absolute paths of a network trained on PartWorld, its labels and its preprocessing. */
export interface DemoModel {
  readonly model: string;
  readonly labels: string;
  readonly preprocessing: string;
}

/** The files that come with this package, trained by `scripts/demo/train.py`. */
export function demoModel(): DemoModel {
  const path = (name: string) => fileURLToPath(new URL(`../model/${name}`, import.meta.url));
  return {
    model: path("partworld.onnx"),
    labels: path("labels.json"),
    preprocessing: path("preprocessing.json"),
  };
}
