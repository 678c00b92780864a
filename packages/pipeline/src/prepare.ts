/** From paths and options to everything an analysis needs: model, plan, data set, classes, preprocessing, shards. */
import { createHash } from "node:crypto";
import { type AttributionPlan, chooseLayers, isCollected, planAttribution } from "@gipfel/attribution";
import { GipfelError } from "@gipfel/contracts";
import { type ClassMatch, classIds, type Dataset, describeMatches, matchClasses } from "@gipfel/dataset";
import type { ImportedModel, Network } from "@gipfel/network";
import { dealImages, planShards, type Shard } from "./1-collect/plan-shards.js";
import { type AnalysisOptions, checkOptions } from "./analysis-options.js";
import { checkBaseline } from "./check-baseline.js";
import { withOutputs } from "./choose-output.js";
import { createEngine, resolveDevice } from "./engines.js";
import { type ModelReading, openSubject, type Subject, type SubjectPaths } from "./open-subject.js";
import { pairEntries } from "./pair-layout.js";
import type { RunContext } from "./ports.js";
import { type NamedClass, namedClasses } from "./targets/named-classes.js";

export interface AnalysedClass {
  readonly id: string;
  readonly index: number;
  readonly name: string;
  readonly shards: readonly Shard[];
  readonly images: number;
}

export interface PreparedAnalysis extends Pick<Subject, "model" | "dataset" | "preprocessing"> {
  /** With the device that `auto` stands for. */
  readonly options: AnalysisOptions;
  readonly plan: AttributionPlan;
  readonly classes: readonly AnalysedClass[];
  /** What outputs may be called, those of classes that are not analysed, too. */
  readonly named: readonly NamedClass[];
  readonly reading: ModelReading;
  /** What was guessed about data, output, preprocessing and classes, a line each. */
  readonly notices: readonly string[];
  /** Equal keys mean equal results. */
  readonly key: string;
}

/** Bytes of group matrices that one shard may hold in memory. */
const groupMemory = 256 * 2 ** 20;

/** Groups whose matrices may be in memory together. */
export function groupsAtOnce(plan: AttributionPlan): number {
  return Math.max(1, Math.floor(groupMemory / (8 * pairEntries(plan))));
}

export async function prepareAnalysis(
  paths: SubjectPaths,
  given: AnalysisOptions,
  context: RunContext = {},
): Promise<PreparedAnalysis> {
  checkOptions(given);
  const options = { ...given, device: resolveDevice(given) };
  const { model, dataset, preprocessing, labels, notices } = await openSubject(paths, options.target, context);
  const plan = planAttribution(model.network, options);
  checkClusters(plan, options);
  if (options.baseline === "zero") await checkZeroBaseline(plan, options);
  noticeStages(model.network, plan, options, context);
  const matches = matchGroups(dataset, labels, model, options);
  const guesses = describeMatches(matches);
  for (const guess of guesses) context.onNotice?.(guess);
  const chosen = chooseClasses(matches, options.classes);
  const mostGroups = groupsAtOnce(plan);
  const classes = chosen.map(({ match, id }): AnalysedClass => {
    const dealt = dealImages(match.group.images, options.seed).slice(0, options.limit ?? undefined);
    return {
      id,
      index: match.classIndex,
      name: match.className,
      shards: planShards(id, dealt, mostGroups),
      images: dealt.length,
    };
  });
  const key = createHash("sha256")
    .update(
      JSON.stringify([
        model.hash,
        dataset.hash,
        options,
        preprocessing.values,
        model.output,
        classes.map(({ id, index, name }) => [id, index, name]),
        ...(paths.reading ? [paths.reading] : []),
      ]),
    )
    .digest("hex");
  return {
    options,
    model,
    plan,
    dataset,
    preprocessing,
    classes,
    named: namedClasses(labels, matches),
    notices: [...notices, ...guesses],
    reading: paths.reading ?? {},
    key,
  };
}

/** Before any image is read; means are known only after a pass. */
async function checkZeroBaseline(plan: AttributionPlan, options: AnalysisOptions): Promise<void> {
  const engine = createEngine(options, options.threads);
  try {
    await checkBaseline(plan, engine, new Map());
  } finally {
    await engine.dispose();
  }
}

/** One layer per stage means many nonlinearities between, so quadrature, where every layer would have the closed form. */
function noticeStages(
  network: Network,
  { segments }: AttributionPlan,
  options: AnalysisOptions,
  context: RunContext,
): void {
  if (options.layers !== "auto" || segments.every(isCollected)) return;
  const all = chooseLayers(network, "all").length;
  const taken = chooseLayers(network, "auto").length;
  if (all === taken) return;
  context.onNotice?.(
    `auto takes ${taken} of ${all} layers, one per stage: what lies between is integrated step by step; --layers all is faster and exact`,
  );
}

function checkClusters(plan: AttributionPlan, { clusters }: AnalysisOptions): void {
  const hidden = plan.layers.filter(({ role }) => role === "hidden");
  const widest = Math.max(...hidden.map(({ neurons }) => neurons));
  if (clusters !== "auto" && hidden.length > 0 && clusters > widest) {
    throw new GipfelError(
      "OPTION_INVALID",
      `--clusters is ${clusters}, more than the neurons of every layer (at most ${widest}); it takes auto or 1 to ${widest}`,
    );
  }
}

/** With a stated target the groups need not be classes: each is explained by that scalar output. */
function matchGroups(
  dataset: Dataset,
  labels: Subject["labels"],
  model: ImportedModel,
  { target }: AnalysisOptions,
): ClassMatch[] {
  if (target !== null && model.outputs === 1) {
    return dataset.groups.map((group) => ({ group, classIndex: 0, className: group.name, by: "index" }));
  }
  try {
    return matchClasses(dataset.groups, labels, model.outputs);
  } catch (error) {
    throw withOutputs(error, model);
  }
}

function chooseClasses(matches: ClassMatch[], wanted: readonly string[] | null): { match: ClassMatch; id: string }[] {
  const ids = classIds(matches);
  const all = matches.map((match, i) => ({ match, id: ids[i]! }));
  if (wanted === null) return all;
  const isNamed = ({ match, id }: (typeof all)[number], name: string) =>
    [id, match.group.name, match.className, String(match.classIndex)].includes(name);
  for (const name of wanted) {
    if (!all.some((candidate) => isNamed(candidate, name))) {
      throw new GipfelError(
        "LABELS_INVALID",
        `there is no class ${name} in the data set; it has ${ids.slice(0, 20).join(", ")}${ids.length > 20 ? ", …" : ""}`,
      );
    }
  }
  return all.filter((candidate) => wanted.some((name) => isNamed(candidate, name)));
}
