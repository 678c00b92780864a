import { type LayerChoice, planAttribution } from "@gipfel/attribution";
import type { EdgeMethod } from "@gipfel/contracts";
import { importModel, type ModelOutput } from "@gipfel/network";

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
}

export interface InspectOptions {
  readonly layers: LayerChoice;
  readonly baseline: "zero" | "mean";
  readonly edgeMethod: EdgeMethod;
  readonly target: string | null;
}

export async function inspectModel(file: string, options: InspectOptions): Promise<ModelInspection> {
  const model = await importModel(file, options.target === null ? {} : { target: options.target });
  const plan = planAttribution(model.network, options);
  return {
    model: { name: model.name, hash: model.hash },
    input: model.input,
    outputs: model.outputs,
    output: model.output,
    heads: model.heads,
    takesBytes: model.takesBytes,
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
