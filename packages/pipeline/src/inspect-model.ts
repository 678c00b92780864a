import { type AttributionPlan, type LayerChoice, planAttribution } from "@gipfel/attribution";
import type { EdgeMethod } from "@gipfel/contracts";
import { type ImportedModel, importModel, type ModelOutput } from "@gipfel/network";
import { defaultOptions } from "./analysis-options.js";
import { describePole } from "./check-baseline.js";
import { createEngine } from "./engines.js";
import { describeReading, importOptions, type ModelReading } from "./open-subject.js";
import { segmentPasses } from "./segment-cost.js";

export interface InspectedLayer {
  readonly id: string;
  readonly name: string;
  readonly role: "input" | "hidden" | "output";
  readonly neurons: number;
  readonly size: readonly [number, number];
}

export interface InspectedSegment {
  readonly target: string;
  readonly sources: readonly string[];
  readonly kind: "exact" | "quadrature";
  readonly reason: string;
  /** How its pair matrices are laid out. */
  readonly columns: "neurons" | "diagonal" | "nodes" | "class";
  /** Runs of the segment over a batch in the second pass; for each concept where columns are nodes. Null: no such pass. */
  readonly passes: { readonly least: number; readonly most: number } | null;
}

/** What an analysis of a model would do, without images. */
export interface ModelInspection {
  readonly model: { readonly name: string; readonly hash: string };
  /** Channels, height, width. */
  readonly input: readonly [number, number, number];
  /** Channels and spatial sizes, as the file has them. */
  readonly inputSizes: readonly number[];
  /** Whether the file leaves spatial sizes open. */
  readonly isOpen: boolean;
  /** What stands for an output with positions. */
  readonly positions: ImportedModel["positions"];
  readonly outputs: number;
  /** Name of the output that is explained. */
  readonly output: string;
  /** All outputs of the file, in its order. */
  readonly heads: readonly ModelOutput[];
  readonly takesBytes: boolean;
  /** The function stripped from the head, so that classes are logits. */
  readonly stripped: "softmax" | "sigmoid" | null;
  readonly layers: readonly InspectedLayer[];
  readonly segments: readonly InspectedSegment[];
  /** How often each operation occurs. */
  readonly operations: Readonly<Record<string, number>>;
  readonly unsupported: readonly string[];
  /** What is computed otherwise than the file says, and why an analysis from this baseline would be refused. */
  readonly notes: readonly string[];
}

export interface InspectOptions {
  readonly layers: LayerChoice;
  readonly baseline: "zero" | "mean";
  readonly edgeMethod: EdgeMethod;
  readonly target: string | null;
  readonly reading?: ModelReading;
}

/** As an analysis with the default engine would find; means are known only with images. */
async function baselineNotice(plan: AttributionPlan): Promise<string | null> {
  if (plan.baseline !== "zero") return null;
  const engine = createEngine(defaultOptions, 1);
  try {
    return await describePole(plan, engine, new Map());
  } finally {
    await engine.dispose();
  }
}

export async function inspectModel(file: string, options: InspectOptions): Promise<ModelInspection> {
  const model = await importModel(file, importOptions(options.target, options.reading));
  describeReading(model, null, options.reading ?? {});
  const plan = planAttribution(model.network, options);
  const notice = await baselineNotice(plan);
  return {
    model: { name: model.name, hash: model.hash },
    input: model.input,
    inputSizes: model.inputSizes,
    isOpen: model.isOpen,
    positions: model.positions,
    outputs: model.outputs,
    output: model.output,
    heads: model.heads,
    takesBytes: model.takesBytes,
    stripped: model.stripped,
    layers: plan.layers.map(({ id, name, role, neurons, size }) => ({ id, name, role, neurons, size })),
    segments: plan.segments.map((segment) => ({
      target: segment.target.id,
      sources: segment.sources.map(({ id }) => id),
      kind: segment.kind,
      reason: segment.reason,
      columns: segment.columns,
      passes: segmentPasses(segment),
    })),
    operations: model.operations,
    unsupported: [],
    notes: [...model.notes, ...(notice === null ? [] : [notice])],
  };
}
