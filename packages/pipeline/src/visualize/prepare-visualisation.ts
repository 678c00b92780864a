/** From paths and names to what pictures need: model, preprocessing, targets. */
import { type AnalysisDocument, GipfelError } from "@gipfel/contracts";
import {
  type ClassLabel,
  type Preprocessing,
  parsePreprocessing,
  readLabels,
  resolvePreprocessing,
} from "@gipfel/dataset";
import { type ImportedModel, importModel } from "@gipfel/network";
import { chooseOutput } from "../choose-output.js";
import { readAnalysis } from "../files/read-analysis.js";
import { describeReading, importOptions, type ModelReading } from "../open-subject.js";
import type { RunContext } from "../ports.js";
import { namedClasses } from "../targets/named-classes.js";
import { type NamedNode, readNodes } from "../targets/named-nodes.js";
import { type ResolvedTarget, resolveTarget } from "../targets/resolve-target.js";
import type { VisualizedModel } from "./visualize-targets.js";

export interface VisualisationRequest {
  readonly model: string;
  readonly labels: string | null;
  /** A preset or a JSON file; null for that of the analysis, or an assumed one. */
  readonly preprocess: string | null;
  /** The model's output whose neurons are classes, where it has several; null for that of the analysis, or the first. */
  readonly output: string | null;
  /** Classes, `layer:channel`, `layer:channel@row,column` or nodes; none for every concept of the analysis. */
  readonly targets: readonly string[];
  /** Analysis folder whose concepts may be named. */
  readonly graph: string | null;
  /** Class of the analysis whose concepts are meant; null for all. */
  readonly graphClass: string | null;
  /** Layer of the analysis, by name or id, whose concepts are meant; null for all. */
  readonly graphLayer: string | null;
  readonly reading?: ModelReading;
}

export interface PreparedVisualisation extends VisualizedModel {
  readonly model: ImportedModel;
  readonly targets: readonly ResolvedTarget[];
}

/** Channels that a preprocessing makes of a picture: gray, or three colours. */
const pictureChannels = [1, 3];

/** @throws GipfelError MODEL_…, LABELS_INVALID, PREPROCESSING_INVALID, TARGET_UNKNOWN, LAYER_UNKNOWN, GRAPH_…, OPTION_INVALID */
export async function prepareVisualisation(
  request: VisualisationRequest,
  context: RunContext = {},
): Promise<PreparedVisualisation> {
  checkSelection(request);
  const analysis = request.graph === null ? null : await readAnalysis(request.graph);
  const output = request.output ?? outputOf(analysis);
  const labels = request.labels === null ? labelsOfTwo(analysis) : await readLabels(request.labels);
  const options = importOptions(output, request.reading);
  const { model, notices } = labels
    ? await chooseOutput(request.model, options, { groups: [], labels })
    : { model: await importModel(request.model, options), notices: [] };
  for (const notice of [...notices, ...describeReading(model, null, request.reading ?? {})]) context.onNotice?.(notice);
  if (model.inputSizes.length !== 3) {
    throw new GipfelError(
      "MODEL_UNSUPPORTED",
      `${request.model} takes [N, ${model.inputSizes.join(", ")}]; pictures require images [N, C, H, W]`,
    );
  }
  const classes = namedClasses(labels, []);
  const nodes = request.graph === null ? null : await readNodes(request.graph, request.graphClass, model.hash);
  const texts = request.targets.length > 0 ? request.targets : concepts(nodes ?? [], request.graphLayer);
  const targets = texts.map((text) => resolveTarget(text, { network: model.network, classes, nodes }));
  return { model, preprocessing: await preprocessingOf(request.preprocess, analysis, model, context), targets };
}

function checkSelection({ targets, graph, graphClass, graphLayer }: VisualisationRequest): void {
  if (graph === null && targets.length === 0) {
    throw new GipfelError("OPTION_INVALID", "nothing to visualize: give --target, or --graph for its concepts");
  }
  if (graph === null && (graphClass !== null || graphLayer !== null)) {
    throw new GipfelError(
      "OPTION_INVALID",
      "--class and --layer choose among the concepts of --graph, which is missing",
    );
  }
  if (graphLayer !== null && targets.length > 0) {
    throw new GipfelError("OPTION_INVALID", "--layer stands for all concepts of a layer; leave it out with --target");
  }
}

function outputOf(analysis: AnalysisDocument | null): string | null {
  const target = analysis?.options.target;
  return typeof target === "string" ? target : null;
}

/** Names of the two classes of an analysis; null of one with more, whose outputs need none. */
function labelsOfTwo(analysis: AnalysisDocument | null): ClassLabel[] | null {
  const output = analysis?.layers.find(({ role }) => role === "output");
  if (!analysis || output?.neurons !== 2) return null;
  return [0, 1].map((n) => ({ name: analysis.classes.find(({ index }) => index === n)?.name ?? String(n) }));
}

/** Ids of the concepts, of one layer where it is named. */
function concepts(nodes: readonly NamedNode[], layer: string | null): string[] {
  const layerId = ({ id }: NamedNode) => id.slice(0, id.lastIndexOf("/"));
  const chosen = nodes.filter((node) => layer === null || layer === node.layer || layer === layerId(node));
  if (chosen.length > 0) return chosen.map(({ id }) => id);
  const known = [...new Set(nodes.map(layerId))].join(", ") || "none";
  throw new GipfelError("LAYER_UNKNOWN", `there are no concepts of layer ${layer}; layers with concepts: ${known}`);
}

/** What is stated; else what the analysis was made with; else what the input suggests; null where pictures do not fit. */
async function preprocessingOf(
  nameOrFile: string | null,
  analysis: AnalysisDocument | null,
  { input }: ImportedModel,
  context: RunContext,
): Promise<Preprocessing | null> {
  if (nameOrFile === null && analysis) return recordedPreprocessing(analysis, input);
  if (nameOrFile === null && !pictureChannels.includes(input[0])) return null;
  const { name, assumed, preprocessing } = await resolvePreprocessing(nameOrFile, input);
  if (assumed) {
    context.onNotice?.(`preprocessing ${name} is assumed for an input of ${input.join("×")}; --preprocess states it`);
  }
  return preprocessing;
}

/** Null for an analysis of arrays. */
function recordedPreprocessing(
  { options }: AnalysisDocument,
  input: readonly [number, number, number],
): Preprocessing | null {
  const { preprocessing } = options;
  if (typeof preprocessing !== "object" || preprocessing === null) return null;
  const { name: _, keepMatching: __, ...values } = preprocessing as Record<string, unknown>;
  return parsePreprocessing(values, input, "analysis.json: options.preprocessing");
}
