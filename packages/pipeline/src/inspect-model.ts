import { type LayerChoice, planAttribution } from "@gipfel/attribution";
import type { EdgeMethod } from "@gipfel/contracts";
import { type ImportedModel, importModel } from "@gipfel/network";
import { importOptions, type ModelReading, noticeReading } from "./open-subject.js";

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
  /** The function stripped from the head, so that classes are logits. */
  readonly stripped: "softmax" | "sigmoid" | null;
  readonly layers: readonly InspectedLayer[];
  readonly segments: readonly InspectedSegment[];
  /** How often each operation occurs. */
  readonly operations: Readonly<Record<string, number>>;
  readonly unsupported: readonly string[];
}

export interface InspectOptions {
  readonly layers: LayerChoice;
  readonly baseline: "zero" | "mean";
  readonly edgeMethod: EdgeMethod;
  readonly target: string | null;
  readonly reading?: ModelReading;
}

export async function inspectModel(file: string, options: InspectOptions): Promise<ModelInspection> {
  const model = await importModel(file, importOptions(options.target, options.reading));
  noticeReading(model, null, options.reading ?? {}, {});
  const plan = planAttribution(model.network, options);
  return {
    model: { name: model.name, hash: model.hash },
    input: model.input,
    inputSizes: model.inputSizes,
    isOpen: model.isOpen,
    positions: model.positions,
    outputs: model.outputs,
    stripped: model.stripped,
    layers: plan.layers.map(({ id, name, role, neurons, size }) => ({ id, name, role, neurons, size })),
    segments: plan.segments.map(({ target, sources, kind, reason, columns }) => ({
      target: target.id,
      sources: sources.map(({ id }) => id),
      kind,
      reason,
      columns,
    })),
    operations: model.operations,
    unsupported: [],
  };
}
