/** Phase 4: edges, pair matrices and graph documents of every class, then the analysis document. */
import { readFile } from "node:fs/promises";
import { type AnalysisDocument, type AnalysisPair, GipfelError } from "@gipfel/contracts";
import { writeNpy } from "@gipfel/dataset";
import type { Engine } from "@gipfel/engine";
import { minimumGroups } from "@gipfel/graph";
import { type ConceptMap, conceptsOf, type ScopedConcepts } from "../2-concepts/layer-concepts.js";
import { edgesOf } from "../3-edges/class-edges.js";
import { addResiduals, ClassShards, type ClassTotals, type PairTotals } from "../3-edges/class-totals.js";
import type { AnalysisFolder } from "../files/analysis-folder.js";
import { WriteQueue } from "../files/write-queue.js";
import { writeWhole } from "../files/write-whole.js";
import { stopIfInterrupted } from "../interruption.js";
import { addInto, divided } from "../numerics/sums.js";
import { pairLayouts } from "../pair-layout.js";
import type { RunContext } from "../ports.js";
import type { PreparedAnalysis } from "../prepare.js";
import { describeResidual } from "../residual-watch.js";
import { version } from "../version.js";
import { classGraph, graphLayer, graphSegments } from "./class-graph.js";
import { writeClassNeurons } from "./class-neurons.js";
import { DatasetExamples } from "./dataset-examples.js";
import { nodeId, nodesOfLayer } from "./layer-nodes.js";
import { optionsRecord } from "./options-record.js";
import { predictionDocument } from "./prediction-document.js";
import { receptiveFields } from "./receptive-fields.js";
import { imagesShown, writeViews } from "./views.js";
import { writeActivations } from "./write-activations.js";
import { writeClassMap } from "./write-class-map.js";

const writesAtOnce = 4;

export async function writeGraphs(
  prepared: PreparedAnalysis,
  engine: Engine,
  folder: AnalysisFolder,
  concepts: ScopedConcepts,
  context: RunContext,
): Promise<AnalysisDocument> {
  const fields = receptiveFields(prepared.model.network);
  const all: ClassTotals[] = [];
  const examples = new DatasetExamples();
  const writes = new WriteQueue(writesAtOnce);
  let depths = new Map<string, number>();
  for (const [done, analysed] of prepared.classes.entries()) {
    stopIfInterrupted(context.signal);
    const shards = await ClassShards.open(prepared, analysed, folder);
    try {
      const totals = await shards.totals(conceptsOf(concepts, analysed));
      all.push(totals);
      if (totals.images.length === 0) continue;
      const edges = [];
      for await (const pair of shards.pairs()) {
        edges.push(...edgesOf(totals, pair));
        if (prepared.options.pairs === "all") await writePair(writes, folder, totals, pair);
      }
      const document = await classGraph(prepared, totals, shards, edges, fields);
      examples.add(document);
      depths = new Map(document.layers.map(({ id, depth }) => [id, depth]));
      if (prepared.options.pairs === "all") await writeClassNeurons(prepared, totals, shards, fields, folder);
      await writes.add(() => writeViews(prepared, folder, imagesShown(document)));
      await writeWhole(folder.predictions(analysed.id), `${JSON.stringify(predictionDocument(prepared, totals))}\n`);
      await writeWhole(folder.graph(analysed.id), `${JSON.stringify(document)}\n`);
    } finally {
      await shards.close();
    }
    context.onProgress?.({ phase: "graphs", done: done + 1, total: prepared.classes.length, unit: "classes" });
  }
  await writes.drain();
  if (all.every(({ images }) => images.length === 0)) {
    throw new GipfelError("DATASET_EMPTY", "no image of the data set could be read");
  }
  const withImages = all.filter(({ images }) => images.length > 0).map(({ analysed }) => analysed);
  const activations = await writeActivations(prepared, folder, concepts, withImages, examples, context);
  await writeClassMap(prepared, folder, activations, context);
  if (prepared.options.baseline === "mean") await writeWhole(folder.keptBaselines, await readFile(folder.baselines));
  const document = analysisDocument(prepared, engine, concepts, all, depths);
  await writeWhole(folder.analysis, `${JSON.stringify(document, null, 1)}\n`);
  return document;
}

function writePair(
  writes: WriteQueue,
  folder: AnalysisFolder,
  totals: ClassTotals,
  { layout, groups, gradient }: PairTotals,
): Promise<void> {
  const { source, target, columns } = layout;
  const width = { neurons: target.neurons, diagonal: 0, class: 1, nodes: gradient.length / source.neurons }[columns];
  const shape = columns === "diagonal" ? [source.neurons] : [source.neurons, width];
  const sum = new Float64Array(gradient.length);
  for (const group of [...groups.keys()].sort((a, b) => a - b)) addInto(sum, groups.get(group)!);
  const images = totals.images.length;
  const file = (quantity: "contribution" | "gradient") =>
    folder.pair(totals.analysed.id, source.id, target.id, quantity);
  return writes.add(async () => {
    await writeWhole(file("contribution"), writeNpy(shape, divided(sum, images)));
    await writeWhole(file("gradient"), writeNpy(shape, divided(gradient, images)));
  });
}

function analysisDocument(
  prepared: PreparedAnalysis,
  engine: Engine,
  concepts: ScopedConcepts,
  all: readonly ClassTotals[],
  depths: ReadonlyMap<string, number>,
): AnalysisDocument {
  const { model, dataset, options, plan } = prepared;
  const shared: ConceptMap | undefined = options.scope === "dataset" ? Object.values(concepts.scopes)[0] : undefined;
  const used = all.filter(({ images }) => images.length > 0);
  const residuals = addResiduals(used.map((totals) => Object.fromEntries(totals.residuals)));
  const steps = new Map<string, number>();
  for (const totals of used)
    for (const [target, n] of totals.steps) steps.set(target, Math.max(steps.get(target) ?? 0, n));
  return {
    format: "gipfel-analysis",
    version: 1,
    software: { name: "gipfel", version, engine: engine.description },
    model: { name: model.name, hash: model.hash, input: [...model.input] },
    dataset: { name: dataset.name, hash: dataset.hash, images: dataset.imageCount },
    options: optionsRecord(prepared),
    layers: plan.layers.map((layer) => ({ ...graphLayer(layer, shared), depth: depths.get(layer.id) ?? 0 })),
    segments: graphSegments(prepared, residuals, steps),
    pairs: pairLayouts(plan).map((layout): AnalysisPair => {
      const { source, target, columns } = layout;
      const nodes =
        columns === "nodes" && shared
          ? nodesOfLayer(target, { concepts: shared, analysed: used[0]!.analysed })
          : undefined;
      return {
        source: source.id,
        target: target.id,
        columns,
        ...(nodes ? { nodes: nodes.map((_, n) => nodeId(target, n, used[0]!)) } : {}),
      };
    }),
    classes: used.map(({ analysed, images, correct }) => ({
      id: analysed.id,
      index: analysed.index,
      name: analysed.name,
      images: images.length,
      accuracy: model.outputs > 1 ? correct / images.length : null,
    })),
    skippedImages: all.flatMap(({ skipped }) => [...skipped]),
    warnings: warningsOf(prepared, concepts, all, residuals),
  };
}

function warningsOf(
  prepared: PreparedAnalysis,
  { scopes }: ScopedConcepts,
  all: readonly ClassTotals[],
  residuals: ReadonlyMap<string, { error: number; difference: number }>,
): string[] {
  const empty = all
    .filter(({ images }) => images.length === 0)
    .map(({ analysed }) => `class ${analysed.name} has no readable image and no graph`);
  const few = all.filter(({ images, groupImages }) => images.length > 0 && groupImages.size < minimumGroups);
  const ungrouped =
    few.length > 0
      ? [
          `${few.length} of ${all.length} classes have fewer than ${2 * minimumGroups} images: their edges have no standard error`,
        ]
      : [];
  const concepts = Object.entries(scopes).flatMap(([scope, map]) =>
    Object.entries(map).flatMap(([layer, { byChance, notice }]) => {
      const where = scope === "*" ? `layer ${layer}` : `layer ${layer} of class ${scope}`;
      return [
        ...(byChance ? [`${where}: its clusters are no better than chance`] : []),
        ...(notice ? [`${where}: ${notice}`] : []),
      ];
    }),
  );
  const loose = prepared.plan.segments.flatMap(
    (segment) => describeResidual(segment, residuals.get(segment.target.id), prepared) ?? [],
  );
  return [...loose, ...prepared.notices, ...empty, ...ungrouped, ...concepts];
}
