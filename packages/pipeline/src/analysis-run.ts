/**
 * The phases of an analysis, one call each and any shards at a time, so that they can be the jobs of several workers on
 * one folder. Each leaves its results there and does nothing that is there already; what a phase needs of earlier ones
 * it reads from the folder.
 */
import type { Baselines } from "@gipfel/attribution";
import type { AnalysisDocument } from "@gipfel/contracts";
import { useDecodingThreads } from "@gipfel/dataset";
import type { Engine } from "@gipfel/engine";
import { Collector } from "./1-collect/collect.js";
import { meanBaselines } from "./1-collect/mean-baselines.js";
import type { Shard } from "./1-collect/plan-shards.js";
import { findLayerConcepts } from "./2-concepts/layer-concepts.js";
import { needsSegmentPass, SegmentPass } from "./3-edges/segment-pass.js";
import { writeGraphs } from "./4-graph/write-graphs.js";
import { checkBaseline } from "./check-baseline.js";
import { checkPaths } from "./check-paths.js";
import { createEngine } from "./engines.js";
import type { AnalysisFolder } from "./files/analysis-folder.js";
import type { RunContext } from "./ports.js";
import type { PreparedAnalysis } from "./prepare.js";
import { ResidualWatch } from "./residual-watch.js";
import { drawConcepts } from "./visualize/analysis-pictures.js";

export class AnalysisRun {
  readonly #engine: Engine;
  #collector: Collector | undefined;
  #segments: SegmentPass | undefined;
  readonly #watch: ResidualWatch;

  constructor(
    readonly prepared: PreparedAnalysis,
    private readonly folder: AnalysisFolder,
  ) {
    useDecodingThreads(1);
    this.#watch = new ResidualWatch(prepared);
    this.#engine = createEngine(prepared.options, prepared.options.threads);
  }

  /** Each layer's baseline; a pass over all images where it is their mean. */
  baselines(context: RunContext): Promise<Baselines> {
    return meanBaselines(this.prepared, this.#engine, this.folder, context);
  }

  /** Two images through what needs quadrature, whose notices say what will not add up. Baselines come first. */
  async tryPaths(context: RunContext): Promise<void> {
    await checkPaths(this.prepared, this.#engine, await this.baselines(context), this.#watch, context);
  }

  /** Phase 1, of some shards. Baselines come first. */
  async collect(shards: readonly Shard[], context: RunContext): Promise<void> {
    if (!this.#collector) {
      const baselines = await this.baselines(context);
      if (baselines.size > 0) await checkBaseline(this.prepared.plan, this.#engine, baselines);
      this.#collector = new Collector(this.prepared, this.#engine, this.folder, baselines, this.#watch);
    }
    await this.#collector.collect(shards, context);
  }

  /** Phase 2. All shards are collected by then. */
  async concepts(context: RunContext): Promise<void> {
    await this.#collector?.dispose();
    await findLayerConcepts(this.prepared, this.folder, context);
  }

  /** Phase 3, of some shards; nothing where the closed form covers all. Concepts come first. */
  async edges(shards: readonly Shard[], context: RunContext): Promise<void> {
    if (!needsSegmentPass(this.prepared)) return;
    if (!this.#segments) {
      const concepts = await findLayerConcepts(this.prepared, this.folder, context);
      const baselines = await this.baselines(context);
      this.#segments = new SegmentPass(this.prepared, this.#engine, this.folder, baselines, concepts, this.#watch);
    }
    await this.#segments.integrate(shards, context);
  }

  /** Phase 4. Concepts and all edges come first. */
  async graphs(context: RunContext): Promise<AnalysisDocument> {
    await this.#segments?.dispose();
    const concepts = await findLayerConcepts(this.prepared, this.folder, context);
    return writeGraphs(this.prepared, this.#engine, this.folder, concepts, context);
  }

  /** Pictures of the concepts, where they are asked for. */
  async pictures(context: RunContext): Promise<void> {
    if (!this.prepared.options.visualize) return;
    const concepts = await findLayerConcepts(this.prepared, this.folder, context);
    await drawConcepts(this.prepared, this.#engine, this.folder, concepts, context);
  }

  /** Ends the engine with all it compiled. */
  dispose(): Promise<void> {
    return this.#engine.dispose();
  }
}
