/** The head of a network: which output is explained, and its logits where a softmax or sigmoid comes last. */
import { GipfelError } from "@gipfel/contracts";
import type { NetworkBuilder, Value } from "../builder.js";
import type { Network, NetworkNode } from "../network.js";
import { BATCH, describeShape, fixedSize, isBatched } from "../shape.js";

export interface Head {
  readonly network: Network;
  readonly outputs: number;
  readonly stripped: "softmax" | "sigmoid" | null;
}

interface Output {
  readonly name: string;
  readonly value: Value | undefined;
}

export function selectHead(
  builder: NetworkBuilder,
  outputs: readonly Output[],
  target: string | undefined,
  file: string,
): Head {
  const output = chooseOutput(outputs, target, file);
  const { nodes } = builder.build([output]);
  const { value, stripped } = stripHead(output, nodes);
  if (!isBatched(value.shape)) {
    throw new GipfelError("MODEL_UNSUPPORTED", `${file}: output ${output.name} is a constant`);
  }
  const units = fixedSize(value.shape);
  const positions = value.shape.slice(2).some((dimension) => dimension !== 1);
  if (positions) {
    throw new GipfelError(
      "MODEL_UNSUPPORTED",
      `${file}: output ${output.name} has shape ${describeShape(value.shape)}; one number per class, [N, K], is supported`,
    );
  }
  const logits = builder.reshape(value, [BATCH, units]);
  return { network: builder.build([logits]), outputs: units, stripped };
}

function chooseOutput(outputs: readonly Output[], target: string | undefined, file: string): Value {
  const names = outputs.map(({ name }) => name).join(", ");
  const usable = outputs.filter(({ value }) => value !== undefined && isBatched(value.shape));
  const chosen = target === undefined ? usable[0] : usable.find(({ name }) => name === target);
  if (chosen?.value) return chosen.value;
  const message =
    target === undefined
      ? `${file} has no output that depends on its input`
      : `${file} has no output ${target}; its outputs are ${names}`;
  throw new GipfelError("TARGET_UNKNOWN", message);
}

/** Walks back from the output over shape changes to a final softmax or sigmoid and takes its input. */
function stripHead(
  output: Value,
  nodes: ReadonlyMap<string, NetworkNode>,
): { value: Value; stripped: Head["stripped"] } {
  let node = nodes.get(output.name);
  while (node?.operation.type === "reshape") node = nodes.get(node.inputs[0]!);
  const operation = node?.operation;
  const stripped =
    operation?.type === "softmax"
      ? "softmax"
      : operation?.type === "scalar" && operation.function.name === "sigmoid"
        ? "sigmoid"
        : null;
  if (!node || stripped === null) return { value: output, stripped: null };
  const logits = nodes.get(node.inputs[0]!)!;
  return { value: { name: logits.name, shape: logits.shape }, stripped };
}
