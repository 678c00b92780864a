import type { Endpoints, ModelPlan, QueryOf } from "@gipfel/contracts";
import { assumedPreset, type InputShape, presets } from "@gipfel/dataset";
import type { InspectOptions } from "@gipfel/pipeline";
import type { InspectedModel } from "../inquiries/inquiry.js";

export function inspectOptions({
  layers,
  baseline,
  edgeMethod,
  target,
}: QueryOf<Endpoints["inspectModel"]>): InspectOptions {
  const choice = layers === "auto" || layers === "all" ? layers : layers.split(",");
  return { layers: choice, baseline, edgeMethod, target: target ?? null };
}

export function planOf({ input, layers, segments, ...found }: InspectedModel): ModelPlan {
  const { outputs, stripped, operations, allLayers, takesBytes } = found;
  const fitting = Object.entries(presets).filter(([, preset]) => fits(preset.for, input));
  const assumed = assumedPreset(input, takesBytes);
  return {
    ...{ input: [...input], outputs, stripped, operations: { ...operations }, allLayers },
    layers: layers.map((layer) => ({ ...layer, size: [...layer.size] })),
    segments: segments.map(({ passes: _, ...segment }) => ({ ...segment, sources: [...segment.sources] })),
    preprocessing: {
      assumed: fitting.some(([name]) => name === assumed) ? assumed : null,
      presets: fitting.map(([name, { description }]) => ({ name, description })),
    },
  };
}

function fits(complete: (input: InputShape) => unknown, input: InputShape): boolean {
  try {
    complete(input);
    return true;
  } catch {
    return false;
  }
}
