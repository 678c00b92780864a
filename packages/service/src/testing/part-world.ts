/** The demo's images and model, which only tests need. */

interface PartWorld {
  demoModel(): { readonly model: string; readonly labels: string; readonly preprocessing: string };
  writePartWorld(directory: string, options: { readonly seed: number; readonly imagesPerClass: number }): Promise<void>;
}

const file = new URL("../../../partworld/src/index.ts", import.meta.url).href;

export const { demoModel, writePartWorld } = (await import(file)) as PartWorld;
