/**
 * The edge phases on single images of a finished analysis: each image is a group of its own, so that sums over groups are
 * amounts of images.
 */
import { existsSync } from "node:fs";
import { copyFile, mkdir, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { GraphDocument } from "@gipfel/contracts";
import type { DatasetImage } from "@gipfel/dataset";
import type { Engine } from "@gipfel/engine";
import { Collector } from "../1-collect/collect.js";
import { meanBaselines } from "../1-collect/mean-baselines.js";
import type { Shard } from "../1-collect/plan-shards.js";
import type { NodeMap } from "../2-concepts/layer-concepts.js";
import { ClassShards, type ClassTotals } from "../3-edges/class-totals.js";
import { needsSegmentPass, SegmentPass } from "../3-edges/segment-pass.js";
import type { AnalysisFolder } from "../files/analysis-folder.js";
import type { RunContext } from "../ports.js";
import type { AnalysedClass, PreparedAnalysis } from "../prepare.js";
import { ResidualWatch } from "../residual-watch.js";
import { graphNodes } from "./graph-nodes.js";

/** A class of a finished analysis. */
export interface FinishedClass {
  readonly prepared: PreparedAnalysis;
  readonly analysed: AnalysedClass;
  readonly graph: GraphDocument;
  /** With the files of the analysis. */
  readonly results: AnalysisFolder;
}

/** What the phases say of some images; group `n` is image `n`. */
export interface ImageTotals {
  readonly totals: ClassTotals;
  readonly shards: ClassShards;
}

export class ImageShards {
  readonly #nodes: NodeMap;
  #count = 0;

  private constructor(
    private readonly finished: FinishedClass,
    private readonly work: AnalysisFolder,
    private readonly collector: Collector,
    private readonly segments: SegmentPass | null,
  ) {
    this.#nodes = graphNodes(finished.graph);
  }

  /** @param work a folder for passing files. */
  static async open(
    finished: FinishedClass,
    engine: Engine,
    work: AnalysisFolder,
    context: RunContext,
  ): Promise<ImageShards> {
    const { prepared, analysed, graph, results } = finished;
    if (existsSync(results.keptBaselines)) {
      await mkdir(dirname(work.baselines), { recursive: true });
      await copyFile(results.keptBaselines, work.baselines);
    }
    const baselines = await meanBaselines(prepared, engine, work, context);
    const concepts = { scopes: { [analysed.id]: graphNodes(graph) } };
    const watch = new ResidualWatch(prepared);
    return new ImageShards(
      finished,
      work,
      new Collector(prepared, engine, work, baselines, watch),
      needsSegmentPass(prepared) ? new SegmentPass(prepared, engine, work, baselines, concepts, watch) : null,
    );
  }

  /** @param use is given what the phases say; their files are gone when it returns. */
  async run<T>(
    images: readonly DatasetImage[],
    context: RunContext,
    use: (found: ImageTotals) => Promise<T>,
  ): Promise<T> {
    const { prepared, analysed } = this.finished;
    this.#count += 1;
    const shard: Shard = {
      id: `${analysed.id}.images.${this.#count}`,
      classId: analysed.id,
      images: images.map((image, group) => ({ image, group })),
    };
    try {
      await this.collector.collect([shard], context);
      await this.segments?.integrate([shard], context);
      const shards = await ClassShards.open(prepared, { ...analysed, shards: [shard] }, this.work);
      try {
        return await use({ totals: await shards.totals(this.#nodes), shards });
      } finally {
        await shards.close();
      }
    } finally {
      for (const file of [this.work.collected(shard.id), this.work.edges(shard.id)]) await rm(file, { force: true });
    }
  }
}
