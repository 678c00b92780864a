/** Whether all segments are finite at their baselines, asked before any image is computed. */
import { type AttributionPlan, type Baselines, buildBaselineNetwork, type SegmentPlan } from "@gipfel/attribution";
import { GipfelError } from "@gipfel/contracts";
import type { Engine } from "@gipfel/engine";
import type { NetworkNode } from "@gipfel/network";

/** @throws GipfelError METHOD_UNDEFINED, with the layer and a baseline that would do. */
export async function checkBaseline(plan: AttributionPlan, engine: Engine, baselines: Baselines): Promise<void> {
  const pole = await describePole(plan, engine, baselines);
  if (pole !== null) throw new GipfelError("METHOD_UNDEFINED", pole);
}

/** The first layer whose baseline is not finite, and what would do instead; null where all are finite. */
export async function describePole(
  plan: AttributionPlan,
  engine: Engine,
  baselines: Baselines,
): Promise<string | null> {
  const made = buildBaselineNetwork(plan, baselines);
  if (!made) return null;
  const compiled = await engine.compile(made.network);
  try {
    const outputs = await compiled.run({});
    for (const { segment, values } of made.segments) {
      const pole = values.find(({ output }) => !outputs[output]!.data.every(Number.isFinite));
      if (pole) return describe(plan, segment, pole.node);
    }
    return null;
  } finally {
    await compiled.dispose();
  }
}

function describe({ baseline }: AttributionPlan, { target, sources }: SegmentPlan, { name, operation }: NetworkNode) {
  const what =
    operation.type === "scalar" ? operation.function.name : operation.type === "binary" ? operation.name : "value";
  const names = sources.map((layer) => layer.name).join(", ");
  const where = `${names} ${sources.length === 1 ? "is" : "are"} at ${baseline === "zero" ? "zero" : "the mean"}`;
  const remedy =
    baseline === "zero" ? "--baseline mean, or --layers without it" : "--layers without it, or another edge method";
  return `layer ${target.name} requires a finite baseline: the ${what} at ${name} is not finite where ${where}; take ${remedy}`;
}
