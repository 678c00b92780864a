/** Segments whose contributions do not add up to the change of their target, named as soon as it is measured. */
import type { SegmentPlan } from "@gipfel/attribution";
import { type ResidualSums, residualOf } from "./numerics/residual.js";
import type { RunContext } from "./ports.js";
import type { PreparedAnalysis } from "./prepare.js";

/** Completeness of the closed form in float32. */
const exactResidual = 1e-4;

type Measured = Pick<PreparedAnalysis, "plan" | "options">;

/** One line where a measured residual is above what its kind of segment reaches; null where it is not. */
export function describeResidual(
  { target, kind, manner }: SegmentPlan,
  sums: ResidualSums | undefined,
  { plan, options }: Measured,
): string | null {
  const residual = (sums && residualOf(sums)) ?? 0;
  const isExact = kind === "exact" && (manner === "mean-slopes" || manner === "differences");
  const stated = `segment into ${target.id}: completeness residual ${residual.toPrecision(2)}`;
  if (isExact && residual > exactResidual) return `${stated} is above the ${exactResidual} of the closed form`;
  if (kind === "exact" || residual <= options.tolerance) return null;
  const remedy = plan.baseline === "zero" ? "; --baseline mean or other --layers may do better" : "";
  return `${stated} is above the tolerance ${options.tolerance}${remedy}`;
}

export class ResidualWatch {
  readonly #named = new Set<string>();

  constructor(private readonly measured: Measured) {}

  /** Says once of each segment what is loose in these images. */
  add(residuals: Readonly<Record<string, ResidualSums>>, context: RunContext): void {
    for (const segment of this.measured.plan.segments) {
      const text = describeResidual(segment, residuals[segment.target.id], this.measured);
      if (text !== null) this.say(segment, text, context);
    }
  }

  say({ target }: SegmentPlan, text: string, context: RunContext): void {
    if (this.#named.has(target.id)) return;
    this.#named.add(target.id);
    context.onNotice?.(text);
  }
}
