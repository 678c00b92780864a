/** From paths and names to what an explanation needs: model, images, target, level, method. */
import { GipfelError, type MethodChoice } from "@gipfel/contracts";
import { matchClasses, resolvePreprocessing } from "@gipfel/dataset";
import type { AttributorSubject } from "../attribute/attributor.js";
import { openSubject, type Subject, type SubjectPaths } from "../open-subject.js";
import type { RunContext } from "../ports.js";
import { type NamedClass, namedClasses } from "../targets/named-classes.js";
import { type NamedNode, readNodes } from "../targets/named-nodes.js";
import { layerNamed, type ResolvedTarget, resolveTarget } from "../targets/resolve-target.js";
import { baselineName } from "./baselines.js";
import { type PixelRange, pixelRange } from "./pixel-range.js";

export interface ExplanationRequest {
  readonly paths: SubjectPaths;
  /** The model's output whose neurons are classes, where it has several. */
  readonly output: string | null;
  readonly method: MethodChoice;
  /** A class, `layer:channel`, or a node; `predicted` for the class that each image is taken for, `label` for its own. */
  readonly target: string;
  /** Tensor that is given attributions: a layer, or a node for the neurons of a concept; null for the image. */
  readonly level: string | null;
  /** Analysis folder whose nodes may be named. */
  readonly graph: string | null;
  /** Class whose nodes are meant, where each class was clustered by itself. */
  readonly graphClass: string | null;
}

export interface ExplanationLevel {
  readonly tensor: string;
  /** As the user calls it. */
  readonly name: string;
  /** Neurons the map is restricted to; null for all. */
  readonly neurons: readonly number[] | null;
}

export interface PreparedExplanation {
  readonly subject: Subject;
  readonly classes: readonly NamedClass[];
  readonly method: MethodChoice;
  readonly target: ResolvedTarget | "predicted" | "label";
  /** By group of the data set: the class it stands for. */
  readonly classOfGroup: ReadonlyMap<string, number>;
  readonly level: ExplanationLevel;
  /** What pixels can be in network units; null for arrays of unknown making. */
  readonly range: PixelRange | null;
}

/** @throws GipfelError MODEL_…, DATASET_…, TARGET_UNKNOWN, LAYER_UNKNOWN, GRAPH_…, OPTION_INVALID */
export async function prepareExplanation(
  { paths, output, method, target, level, graph, graphClass }: ExplanationRequest,
  context: RunContext = {},
): Promise<PreparedExplanation> {
  const subject = await openSubject(paths, output, context);
  const { network } = subject.model;
  const nodes = graph === null ? null : await readNodes(graph, graphClass, subject.model.hash);
  const matches = matchesOf(subject);
  const classes = namedClasses(subject.labels, matches);
  const range = await rangeOf(subject, paths.preprocess);
  return {
    subject,
    classes,
    method: resolveMethod(method, { subject, range }, context),
    target: target === "predicted" || target === "label" ? target : resolveTarget(target, { network, classes, nodes }),
    classOfGroup: new Map(matches.map(({ group, classIndex }) => [group.name, classIndex])),
    level: resolveLevel(level, subject, nodes),
    range,
  };
}

/**
 * A method with what its parameters name on this network and these images.
 *
 * @throws GipfelError LAYER_UNKNOWN
 */
export function resolveMethod(
  method: MethodChoice,
  { subject, range }: Pick<PreparedExplanation, "subject" | "range">,
  context: RunContext = {},
): MethodChoice {
  return withBaseline(withLayer(method, subject), range, context);
}

/** What the attribution network is about, for a target. */
export function attributionSubject(
  { level, range }: Pick<PreparedExplanation, "level" | "range">,
  { tensor, position }: Pick<ResolvedTarget, "tensor" | "position">,
): AttributorSubject {
  return { target: tensor, position, level: level.tensor, neurons: level.neurons, inputRange: range };
}

/** Groups of a data set that match no output are no names of classes. */
function matchesOf({ dataset, labels, model }: Subject) {
  try {
    return matchClasses(dataset.groups, labels, model.outputs);
  } catch (error) {
    if (error instanceof GipfelError && error.code === "LABELS_INVALID" && labels === null) return [];
    throw error;
  }
}

/** Layers are named as in the user's file; networks know them by tensor. */
function withLayer(method: MethodChoice, { model }: Subject): MethodChoice {
  switch (method.name) {
    case "grad-cam":
    case "guided-grad-cam": {
      const { layer } = method.parameters;
      if (layer === null) return method;
      return {
        ...method,
        parameters: { ...method.parameters, layer: layerNamed(model.network, layer).tensor },
      } as MethodChoice;
    }
    default:
      return method;
  }
}

/** Arrays of unknown making have no black; zero takes its place. */
function withBaseline(method: MethodChoice, range: PixelRange | null, context: RunContext): MethodChoice {
  if (range !== null || baselineName(method) !== "black") return method;
  context.onNotice?.(
    "what black is in arrays is not known: the baseline is zero in network units; --preprocess says how they were made",
  );
  return { ...method, parameters: { ...method.parameters, baseline: "zero" } } as MethodChoice;
}

function resolveLevel(name: string | null, { model }: Subject, nodes: readonly NamedNode[] | null): ExplanationLevel {
  const { network } = model;
  if (name === null) return { tensor: network.inputs[0]!, name: "input", neurons: null };
  const node = nodes?.find(({ id }) => id === name);
  const layer = layerNamed(network, node?.layer ?? name);
  return { tensor: layer.tensor, name: layer.name, neurons: node?.neurons ?? null };
}

/** Arrays are in network units already; a stated preprocessing says how they were made. */
async function rangeOf(
  { preprocessing, model }: Subject,
  stated: SubjectPaths["preprocess"],
): Promise<PixelRange | null> {
  if (preprocessing.values) return pixelRange(preprocessing.values);
  if (stated === null) return null;
  return pixelRange((await resolvePreprocessing(stated, [...model.input])).preprocessing);
}
