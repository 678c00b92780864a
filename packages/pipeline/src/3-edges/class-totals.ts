/** What a class's shards add up to, in the order of the shards. */
import { isCollected } from "@gipfel/attribution";
import type { Prediction } from "../1-collect/prediction.js";
import type { NodeMap } from "../2-concepts/layer-concepts.js";
import type { AnalysisFolder } from "../files/analysis-folder.js";
import { ArrayFile } from "../files/array-file.js";
import type { ResidualSums } from "../numerics/residual.js";
import { addInto, Sums } from "../numerics/sums.js";
import { type PairLayout, pairLayouts } from "../pair-layout.js";
import type { AnalysedClass, PreparedAnalysis } from "../prepare.js";
import { type CollectFacts, type EdgeFacts, shardNames } from "../shard-names.js";
import { needsSegmentPass } from "./segment-pass.js";

/** One pair matrix of a class. */
export interface PairTotals {
  readonly layout: PairLayout;
  /** Σ over the images of each group. */
  readonly groups: ReadonlyMap<number, Float64Array>;
  /** Σ over all images. */
  readonly gradient: Float64Array;
}

export interface ClassTotals {
  readonly analysed: AnalysedClass;
  readonly concepts: NodeMap;
  readonly images: readonly number[];
  /** Of each of them. */
  readonly predictions: readonly Prediction[];
  readonly groupImages: ReadonlyMap<number, number>;
  readonly skipped: CollectFacts["skipped"];
  readonly correct: number;
  readonly logitSum: number;
  /** By layer id, `[C]`. */
  readonly sums: ReadonlyMap<string, ArrayLike<number>>;
  readonly rests: ReadonlyMap<string, ArrayLike<number>>;
  readonly flows: ReadonlyMap<string, ArrayLike<number>>;
  readonly restFlows: ReadonlyMap<string, ArrayLike<number>>;
  /** By target layer id. */
  readonly residuals: ReadonlyMap<string, ResidualSums>;
  readonly steps: ReadonlyMap<string, number>;
}

/** Open shard files of a class: those of the collection pass, and of the second pass where there is one. */
export class ClassShards {
  private constructor(
    private readonly prepared: PreparedAnalysis,
    private readonly analysed: AnalysedClass,
    readonly collected: readonly ArrayFile<CollectFacts>[],
    private readonly second: readonly ArrayFile<EdgeFacts>[],
  ) {}

  static async open(prepared: PreparedAnalysis, analysed: AnalysedClass, folder: AnalysisFolder): Promise<ClassShards> {
    const collected: ArrayFile<CollectFacts>[] = [];
    const second: ArrayFile<EdgeFacts>[] = [];
    for (const { id } of analysed.shards) collected.push(await ArrayFile.open<CollectFacts>(folder.collected(id)));
    if (needsSegmentPass(prepared))
      for (const { id } of analysed.shards) second.push(await ArrayFile.open<EdgeFacts>(folder.edges(id)));
    return new ClassShards(prepared, analysed, collected, second);
  }

  async close(): Promise<void> {
    for (const file of [...this.collected, ...this.second]) await file.close();
  }

  async totals(concepts: NodeMap): Promise<ClassTotals> {
    const facts = this.collected.map(({ attributes }) => attributes);
    const edgeFacts = this.second.map(({ attributes }) => attributes);
    const groupImages = new Map<number, number>();
    for (const fact of facts) {
      for (const [group, count] of Object.entries(fact.groupImages))
        groupImages.set(Number(group), (groupImages.get(Number(group)) ?? 0) + count);
    }
    const flowFiles = this.second.length > 0 ? this.second : this.collected;
    return {
      analysed: this.analysed,
      concepts,
      images: facts.flatMap(({ images }) => images),
      predictions: facts.flatMap(({ predictions }) => predictions),
      groupImages,
      skipped: facts.flatMap(({ skipped }) => skipped),
      correct: facts.reduce((sum, { correct }) => sum + correct, 0),
      logitSum: facts.reduce((sum, { logitSum }) => sum + logitSum, 0),
      sums: await this.#perLayer(this.collected, shardNames.sums),
      rests: await this.#rests(),
      flows: await this.#perLayer(flowFiles, shardNames.flow),
      restFlows: await this.#perLayer(flowFiles, shardNames.restFlow),
      residuals: addResiduals([...facts, ...edgeFacts].map(({ residuals }) => residuals)),
      steps: mostSteps(edgeFacts),
    };
  }

  /** The pair matrices one after the other, so that one is in memory at a time. */
  async *pairs(): AsyncGenerator<PairTotals> {
    for (const layout of pairLayouts(this.prepared.plan)) {
      const files = isCollected(layout.segment) ? this.collected : this.second;
      const groups = new Map<number, Float64Array>();
      const gradient = new Sums();
      for (const file of files) {
        const prefix = shardNames.contribution(layout.key, 0).slice(0, -1);
        for (const name of file.names.filter((candidate) => candidate.startsWith(prefix))) {
          const values = await file.read(name);
          const group = Number(name.slice(prefix.length));
          const known = groups.get(group);
          if (known) addInto(known, values);
          else groups.set(group, new Float64Array(values));
        }
        const name = shardNames.gradient(layout.key);
        if (file.names.includes(name)) gradient.add(name, await file.read(name));
      }
      const [total] = gradient.entries();
      if (total) yield { layout, groups, gradient: total[1] };
    }
  }

  async #perLayer(
    files: readonly ArrayFile[],
    nameOf: (layer: string) => string,
  ): Promise<Map<string, ArrayLike<number>>> {
    const sums = new Sums();
    for (const file of files) {
      const known = new Set(file.names);
      for (const { id } of this.prepared.plan.layers)
        if (known.has(nameOf(id))) sums.add(id, await file.read(nameOf(id)));
    }
    return new Map(sums.entries());
  }

  async #rests(): Promise<Map<string, ArrayLike<number>>> {
    const rests = new Map<string, ArrayLike<number>>();
    const file = this.collected.find(({ attributes }) => attributes.images.length > 0);
    for (const { target } of this.prepared.plan.segments) {
      if (file) rests.set(target.id, await file.read(shardNames.rest(target.id)));
    }
    return rests;
  }
}

export function addResiduals(parts: readonly Readonly<Record<string, ResidualSums>>[]): Map<string, ResidualSums> {
  const sums = new Map<string, ResidualSums>();
  for (const part of parts) {
    for (const [target, { error, difference }] of Object.entries(part)) {
      const known = sums.get(target) ?? { error: 0, difference: 0 };
      sums.set(target, { error: known.error + error, difference: known.difference + difference });
    }
  }
  return sums;
}

function mostSteps(facts: readonly EdgeFacts[]): Map<string, number> {
  const steps = new Map<string, number>();
  for (const fact of facts)
    for (const [target, n] of Object.entries(fact.steps)) steps.set(target, Math.max(steps.get(target) ?? 0, n));
  return steps;
}
