/** The map of classes, layer after layer, where they share concepts. */
import { classMap, mapMethod, type Point } from "@gipfel/concepts";
import type { ClassMap, LayerActivations } from "@gipfel/contracts";
import type { AnalysisFolder } from "../files/analysis-folder.js";
import { writeWhole } from "../files/write-whole.js";
import { stopIfInterrupted } from "../interruption.js";
import type { RunContext } from "../ports.js";
import type { PreparedAnalysis } from "../prepare.js";

/** @param activations of the hidden layers, from the first to the last. */
export async function writeClassMap(
  { options }: PreparedAnalysis,
  folder: AnalysisFolder,
  activations: readonly LayerActivations[],
  { signal }: RunContext,
): Promise<void> {
  const [first] = activations;
  if (options.scope !== "dataset" || !first) return;
  const layers: ClassMap["layers"] = [];
  let previous: readonly Point[] | null = null;
  for (const { layer, classes } of activations) {
    stopIfInterrupted(signal);
    const map: readonly Point[] = classMap(
      classes.map(({ mean }) => mean),
      previous,
      options.seed,
    );
    layers.push({ layer, points: map.map(([x, y]) => [short(x), short(y)]) });
    previous = map;
    await new Promise(setImmediate);
  }
  const ids = first.classes.map(({ id }) => id);
  const document: ClassMap = {
    ...{ format: "gipfel-class-map", version: 1, method: mapMethod(ids.length) },
    ...{ classes: ids, layers },
  };
  await writeWhole(folder.classMap, `${JSON.stringify(document)}\n`);
}

/** More digits than a screen has pixels. */
const short = (value: number) => Number(value.toPrecision(6));
