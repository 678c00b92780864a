/** One derivative rule, run: what an operation makes of its inputs, and where its rule carries changes and weights. */
import { type RuleContext, ruleOf } from "@gipfel/attribution";
import type { Engine, RunTensor } from "@gipfel/engine";
import {
  BATCH,
  NetworkBuilder,
  type NetworkNode,
  nodeNamed,
  type Operation,
  type Tensor,
  type Value,
} from "@gipfel/network";

export interface RuleSubject {
  readonly operation: Operation;
  /** An activation, with the batch first, or a constant. */
  readonly inputs: readonly (RunTensor | { readonly constant: Tensor })[];
}

export interface RuleResult {
  readonly value: RunTensor;
  /** The change of the output for the given changes of the activations. */
  readonly pushed: RunTensor;
  /** The weight on each activation for the given weight on the output. */
  readonly pulled: readonly RunTensor[];
}

const isConstant = (input: RuleSubject["inputs"][number]): input is { readonly constant: Tensor } =>
  "constant" in input;

/** The activations among the inputs, in order. */
export const activationsOf = ({ inputs }: RuleSubject): RunTensor[] =>
  inputs.flatMap((input) => (isConstant(input) ? [] : [input]));

export async function runOperation(engine: Engine, subject: RuleSubject): Promise<RunTensor> {
  const { builder, end } = operationNetwork(subject);
  return (await run(engine, builder, [end], { ...feedsOf("x", activationsOf(subject)) }))[0]!;
}

/** @param weight of the shape of the operation's output. */
export async function runRule(
  engine: Engine,
  subject: RuleSubject,
  changes: readonly RunTensor[],
  weight: RunTensor,
): Promise<RuleResult> {
  const { builder, values, end } = operationNetwork(subject);
  const network = builder.build([end]);
  const node: NetworkNode = nodeNamed(network, end.name);
  const context: RuleContext = {
    builder,
    network,
    valueAt: (name) => values.find((value) => value.name === name) ?? end,
    routeOf: () => values[0]!,
  };
  const rule = ruleOf(subject.operation);
  const batched = (shape: readonly number[]) => [BATCH, ...shape.slice(1)];
  const dx = changes.map((change, i) => builder.input(`dx${i}`, batched(change.shape)));
  const remaining = [...dx];
  const aligned = subject.inputs.map((input) => (isConstant(input) ? undefined : remaining.shift()));
  const pushed = rule.push(context, node, aligned);
  const g = builder.input("g", end.shape);
  const pulled = rule.pull(context, node, g).filter((_, i) => !isConstant(subject.inputs[i]!));
  const feeds = { ...feedsOf("x", activationsOf(subject)), ...feedsOf("dx", changes), g: weight };
  const [value, push, ...pulls] = await run(engine, builder, [end, pushed, ...pulled.map((p) => p!)], feeds);
  return { value: value!, pushed: push!, pulled: pulls };
}

function operationNetwork({ operation, inputs }: RuleSubject): {
  builder: NetworkBuilder;
  values: Value[];
  end: Value;
} {
  const builder = new NetworkBuilder();
  let activations = 0;
  const values = inputs.map((input) => {
    if (isConstant(input)) return builder.constant(input.constant);
    activations += 1;
    return builder.input(`x${activations - 1}`, [BATCH, ...input.shape.slice(1)]);
  });
  return { builder, values, end: builder.apply(operation, values) };
}

function feedsOf(prefix: string, tensors: readonly RunTensor[]): Record<string, RunTensor> {
  return Object.fromEntries(tensors.map((value, i) => [`${prefix}${i}`, value]));
}

async function run(
  engine: Engine,
  builder: NetworkBuilder,
  outputs: readonly Value[],
  feeds: Readonly<Record<string, RunTensor>>,
): Promise<RunTensor[]> {
  const compiled = await engine.compile(builder.build(outputs));
  try {
    const made = await compiled.run(feeds);
    return outputs.map(({ name }) => made[name]!);
  } finally {
    await compiled.dispose();
  }
}
