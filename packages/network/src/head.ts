/** The head of a network: which output is explained, and its logits where a softmax or sigmoid comes last. */
import { GipfelError } from "@gipfel/contracts";
import type { NetworkBuilder, Value } from "./builder.js";
import { foldSpatialAxes } from "./fold-spatial-axes.js";
import type { ImportedModel, ImportOptions } from "./imported-model.js";
import { joinFunctions } from "./join-functions.js";
import type { Network, NetworkNode } from "./network.js";
import { channelsFirst, scoreOf } from "./score-map.js";
import { BATCH, describeShape, fixedDimension, fixedSize, isBatched, type Shape } from "./shape.js";

export interface Head {
  readonly network: Network;
  /** The output that was chosen. */
  readonly name: string;
  readonly outputs: number;
  readonly stripped: "softmax" | "sigmoid" | null;
  readonly positions: ImportedModel["positions"];
}

interface Output {
  readonly name: string;
  readonly value: Value | undefined;
  /** Why it cannot be read. */
  readonly problem?: GipfelError;
  /** Whether it is positions, such as that of the largest logit. */
  readonly isPosition?: boolean;
}

/** @throws GipfelError MODEL_UNSUPPORTED, TARGET_UNKNOWN, OPTION_INVALID */
export function selectHead(
  builder: NetworkBuilder,
  outputs: readonly Output[],
  { target, positions = "mean" }: Pick<ImportOptions, "target" | "positions">,
  file: string,
): Head {
  const { name, value: output } = chooseOutput(outputs, target, file);
  const { nodes } = builder.build([output]);
  const { value, stripped } = stripHead(output, nodes);
  if (!isBatched(value.shape)) {
    throw new GipfelError("MODEL_UNSUPPORTED", `${file}: output ${name} is a constant`);
  }
  if (value.shape.length > 5) {
    const others = outputs.length > 1 ? `; its outputs are ${namesOf(outputs)}` : "";
    throw new GipfelError(
      "MODEL_UNSUPPORTED",
      `${file}: output ${name} has shape ${describeShape(value.shape)}; one number per class, [N, K], or per position, [N, K, H, W], is supported${others}`,
    );
  }
  const isMap = !isClassShaped(value.shape);
  const map = isMap ? channelsFirst(value, nodes) : value;
  const scores = isMap ? scoreOf(builder, map, positions, file) : value;
  const units = fixedSize(scores.shape);
  const logits = builder.reshape(scores, [BATCH, units]);
  const sizes = map.shape.slice(2).map((_, axis) => fixedDimension(map.shape, axis + 2));
  return {
    network: joinFunctions(foldSpatialAxes(builder.build([logits]))),
    name,
    outputs: units,
    stripped,
    positions: isMap ? { sizes, chosen: positions } : null,
  };
}

/** One number per class: `[N, K]`, or `[N, K, 1, …]`. */
function isClassShaped(shape: Shape): boolean {
  return shape.slice(2).every((dimension) => dimension === 1);
}

function namesOf(outputs: readonly Output[]): string {
  return outputs.map(({ name }) => name).join(", ");
}

/** The output that is named, else the first that gives one number per class. */
function chooseOutput(
  outputs: readonly Output[],
  target: string | undefined,
  file: string,
): { readonly name: string; readonly value: Value } {
  refuseUnread(outputs, target);
  const usable = outputs.flatMap(({ name, value }) => (value && isBatched(value.shape) ? [{ name, value }] : []));
  const chosen =
    target === undefined
      ? (usable.find(({ value }) => isClassShaped(value.shape)) ?? usable[0])
      : usable.find(({ name }) => name === target);
  if (chosen) return chosen;
  const message =
    target === undefined
      ? `${file} has no output that depends on its input`
      : `${file} has no output ${target}; its outputs are ${namesOf(outputs)}`;
  throw new GipfelError("TARGET_UNKNOWN", message);
}

/** Throws where the output that is named cannot be read, or one that would have been taken before those that can. */
function refuseUnread(outputs: readonly Output[], target: string | undefined): void {
  const isTaken = ({ value }: Output) => value !== undefined && isBatched(value.shape) && isClassShaped(value.shape);
  const first =
    target === undefined
      ? outputs.find((output) => isTaken(output) || (output.problem && !output.isPosition))
      : outputs.find(({ name }) => name === target);
  const problem = first?.problem ?? (outputs.every(({ value }) => !value) ? outputs[0]?.problem : undefined);
  if (problem) throw problem;
}

/** Walks back from the output over shape changes to a final softmax, its logarithm or a sigmoid, and takes its input. */
function stripHead(
  output: Value,
  nodes: ReadonlyMap<string, NetworkNode>,
): { value: Value; stripped: Head["stripped"] } {
  const last = beforeReshapes(output.name, nodes);
  const logarithm = last?.operation.type === "scalar" && last.operation.function.name === "log";
  const inside = logarithm ? beforeReshapes(last.inputs[0]!, nodes) : last;
  const stripped =
    inside?.operation.type === "softmax"
      ? "softmax"
      : !logarithm && inside?.operation.type === "scalar" && inside.operation.function.name === "sigmoid"
        ? "sigmoid"
        : null;
  const logits = stripped === null ? undefined : nodes.get(inside!.inputs[0]!);
  return logits ? { value: { name: logits.name, shape: logits.shape }, stripped } : { value: output, stripped: null };
}

function beforeReshapes(name: string, nodes: ReadonlyMap<string, NetworkNode>): NetworkNode | undefined {
  let node = nodes.get(name);
  while (node?.operation.type === "reshape") node = nodes.get(node.inputs[0]!);
  return node;
}
