import { join } from "node:path";
import { demoModel, writePartWorld } from "../../packages/partworld/src/index.js";

/** Seeds of training and test scenes of the demo network are others (scripts/demo). */
const freshSeed = 90125;

/** Draws fresh PartWorld images. @returns the folder with one folder per class. */
export async function drawImages(folder: string, imagesPerClass: number): Promise<string> {
  await writePartWorld(folder, { seed: freshSeed, imagesPerClass });
  return join(folder, "images");
}

/** Arguments that name the demo network and images; one thread, since tests share the machine. */
export function demoSubject(data: string): string[] {
  const { model, labels, preprocessing } = demoModel();
  return ["--model", model, "--labels", labels, "--preprocess", preprocessing, "--data", data, "--threads", "1"];
}

/** Arguments of `analyze` for the demo network. */
export function demoArguments(data: string, out: string, ...more: readonly string[]): string[] {
  return ["analyze", ...demoSubject(data), "--out", out, ...more];
}
