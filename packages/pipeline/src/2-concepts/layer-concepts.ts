/** Phase 2: neurons of each layer clustered by what they do over the data set, or over one class. */
import { readFile } from "node:fs/promises";
import type { Layer } from "@gipfel/attribution";
import {
  accumulateStatistics,
  type Concepts,
  emptyStatistics,
  findConcepts,
  type ProfileSpace,
  type ProfileStatistics,
} from "@gipfel/concepts";
import type { Shard } from "../1-collect/plan-shards.js";
import type { AnalysisFolder } from "../files/analysis-folder.js";
import { ArrayFile } from "../files/array-file.js";
import { writeProfiles } from "../files/profile-file.js";
import { writeWhole } from "../files/write-whole.js";
import { stopIfInterrupted } from "../interruption.js";
import { unpackSymmetric } from "../numerics/sums.js";
import type { RunContext } from "../ports.js";
import type { AnalysedClass, PreparedAnalysis } from "../prepare.js";
import { type CollectFacts, shardNames } from "../shard-names.js";

/** Concepts by layer id. */
export type ConceptMap = Readonly<Record<string, Concepts>>;

/** What graphs need of the concepts, by layer id. */
export type NodeMap = Readonly<
  Record<
    string,
    Pick<Concepts, "clusters" | "dead" | "explainedVariance" | "silhouette" | "chanceSilhouette" | "stability">
  >
>;

export interface ScopedNodes {
  /** By class id with `scope: class`; under `*` with `scope: dataset`. */
  readonly scopes: Readonly<Record<string, NodeMap>>;
}

export interface ScopedConcepts extends ScopedNodes {
  readonly scopes: Readonly<Record<string, ConceptMap>>;
}

const wholeDataset = "*";

export function conceptsOf({ scopes }: ScopedNodes, { id }: AnalysedClass): NodeMap {
  return scopes[id] ?? scopes[wholeDataset]!;
}

export async function findLayerConcepts(
  prepared: PreparedAnalysis,
  folder: AnalysisFolder,
  context: RunContext,
): Promise<ScopedConcepts> {
  const saved = await readFile(folder.concepts, "utf8").catch(() => undefined);
  if (saved !== undefined) return JSON.parse(saved) as ScopedConcepts;
  const { classes, options, plan } = prepared;
  const scopes =
    options.scope === "dataset"
      ? [{ name: wholeDataset, shards: classes.flatMap(({ shards }) => shards) }]
      : classes.map(({ id, shards }) => ({ name: id, shards }));
  const hidden = plan.layers.filter(({ role }) => role === "hidden");
  const found: Record<string, ConceptMap> = {};
  let done = 0;
  for (const { name, shards } of scopes) {
    const statistics = await layerStatistics(hidden, shards, folder, options.profile);
    const map: Record<string, Concepts> = {};
    const spaces = new Map<string, ProfileSpace>();
    for (const { id } of hidden) {
      stopIfInterrupted(context.signal);
      const { clusters, components, seed } = options;
      const { concepts, space } = findConcepts(statistics.get(id)!, { clusters, components, seed });
      map[id] = concepts;
      spaces.set(id, space);
      done += 1;
      context.onProgress?.({ phase: "concepts", done, total: scopes.length * hidden.length, unit: "layers" });
      await new Promise(setImmediate);
    }
    found[name] = map;
    if (options.pairs === "all")
      await writeProfiles(folder.profiles(options.scope === "dataset" ? null : name), spaces);
  }
  const concepts: ScopedConcepts = { scopes: found };
  await writeWhole(folder.concepts, JSON.stringify(concepts));
  return concepts;
}

async function layerStatistics(
  layers: readonly Layer[],
  shards: readonly Shard[],
  folder: AnalysisFolder,
  profile: "spatial" | "image",
): Promise<Map<string, ProfileStatistics>> {
  const statistics = new Map(layers.map(({ id, neurons }) => [id, emptyStatistics(neurons)]));
  for (const { id: shard } of shards) {
    const file = await ArrayFile.open<CollectFacts>(folder.collected(shard));
    try {
      const images = file.attributes.images.length;
      if (images === 0) continue;
      for (const { id, neurons, size } of layers) {
        const gram = unpackSymmetric(await file.read(shardNames.gram(id)), neurons);
        const positions = size[0] * size[1];
        const sums = await file.read(shardNames.sums(id));
        const active = Uint8Array.from({ length: neurons }, (_, i) => (gram[i * neurons + i]! > 0 ? 1 : 0));
        accumulateStatistics(statistics.get(id)!, {
          count: profile === "image" ? images : images * positions,
          gram,
          sums: profile === "image" ? sums.map((sum) => sum / positions) : sums,
          active,
        });
      }
    } finally {
      await file.close();
    }
  }
  return statistics;
}
