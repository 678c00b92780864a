/** One attribution method on one network: images in, attributions and scores out. */
import { GipfelError, type MethodChoice, type MethodName, type ParametersOf } from "@gipfel/contracts";
import type { Network, Shape } from "@gipfel/network";
import { OutputList } from "../outputs.js";
import { AttributionGraph, type AttributionSubject } from "./attribution-graph.js";
import { methodNamed } from "./index.js";
import type { Finish, Sampling } from "./method.js";

export interface AttributionNetwork {
  readonly network: Network;
  readonly sampling: Sampling;
  readonly finish: Finish;
  /** Whether it takes the level's activations as an input beside the images. */
  readonly feedsLevel: boolean;
  /** `[N, …]`, before the finish. */
  readonly attribution: string;
  /** `[N, …]`: the shape of {@link AttributionNetwork.attribution}. */
  readonly shape: Shape;
  /** `[N]` */
  readonly score: string;
  /** `[N]`; null unless the method takes the baseline as an input beside the images. */
  readonly baselineScore: string | null;
  /** Fallbacks that were taken, as sentences. */
  readonly notes: readonly string[];
}

/**
 * @throws GipfelError METHOD_UNDEFINED, LAYER_UNKNOWN, TARGET_UNKNOWN
 */
export function buildAttributionNetwork(
  network: Network,
  subject: AttributionSubject,
  choice: MethodChoice,
): AttributionNetwork {
  return build(network, subject, choice.name, choice.parameters);
}

function build<M extends MethodName>(
  network: Network,
  subject: AttributionSubject,
  name: M,
  parameters: ParametersOf<M>,
): AttributionNetwork {
  const method = methodNamed(name);
  if (method.inputOnly && subject.level !== network.inputs[0]) {
    throw new GipfelError("METHOD_UNDEFINED", `${name} is about the image; it gives no attributions of a layer`);
  }
  const sampling = method.sampling(parameters);
  const prepared = method.prepare?.(network, subject) ?? network;
  const alongPath = sampling === "path" || sampling === "noisy-path";
  const feedsLevel = alongPath && subject.level !== network.inputs[0];
  const graph = new AttributionGraph(prepared, subject, { feedsLevel });
  const attribution = method.attribute(graph, parameters);
  const outputs = new OutputList();
  const made = {
    sampling,
    finish: method.finish?.(parameters) ?? "signed",
    feedsLevel,
    attribution: outputs.add(attribution),
    shape: attribution.shape,
    score: outputs.add(graph.score(graph.values)),
    baselineScore: graph.isCompared ? outputs.add(graph.score(graph.atBaseline)) : null,
    notes: [...graph.notes],
  };
  return { ...made, network: graph.builder.build(outputs.values) };
}
