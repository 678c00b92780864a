/** Whether all segments are finite at their baselines, asked before any image is computed. */
import { type AttributionPlan, type Baselines, buildBaselineNetwork } from "@gipfel/attribution";
import { GipfelError } from "@gipfel/contracts";
import type { Engine } from "@gipfel/engine";

/** @throws GipfelError METHOD_UNDEFINED, with the layer and a baseline that would do. */
export async function checkBaseline(plan: AttributionPlan, engine: Engine, baselines: Baselines): Promise<void> {
  const made = buildBaselineNetwork(plan, baselines);
  if (!made) return;
  const compiled = await engine.compile(made.network);
  try {
    const outputs = await compiled.run({});
    for (const { segment, values } of made.segments) {
      const pole = values.find(({ output }) => !outputs[output]!.data.every(Number.isFinite));
      if (!pole) continue;
      const { operation, name } = pole.node;
      const what =
        operation.type === "scalar" ? operation.function.name : operation.type === "binary" ? operation.name : "value";
      const sources = segment.sources.map((layer) => layer.name).join(", ");
      const remedy =
        plan.baseline === "zero"
          ? "--baseline mean, or --layers without it"
          : "--layers without it, or another edge method";
      throw new GipfelError(
        "METHOD_UNDEFINED",
        `layer ${segment.target.name} requires a finite baseline: the ${what} at ${name} is not finite where ${sources} ${segment.sources.length === 1 ? "is" : "are"} at ${plan.baseline === "zero" ? "zero" : "the mean"}; take ${remedy}`,
      );
    }
  } finally {
    await compiled.dispose();
  }
}
