import type { AttributionPlan } from "@gipfel/attribution";
import type { CompiledNetwork, Engine, RunTensor, RunTensors } from "@gipfel/engine";
import { pruneNetwork } from "@gipfel/network";

/** The network up to its layers, for the activations that segments start from. */
export function compileLayers({ network, layers }: AttributionPlan, engine: Engine): Promise<CompiledNetwork> {
  const outputs = layers.filter(({ role }) => role !== "input").map(({ tensor }) => tensor);
  return engine.compile(pruneNetwork({ ...network, outputs }));
}

/** By tensor, the input among them. @param images `[N, C, H, W]` */
export async function layerActivations(
  { network }: AttributionPlan,
  compiled: CompiledNetwork,
  images: RunTensor,
): Promise<RunTensors> {
  const input = network.inputs[0]!;
  return { ...(await compiled.run({ [input]: images })), [input]: images };
}
