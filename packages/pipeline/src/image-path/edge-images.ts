/** The images on which each edge of a class's graph is strongest. */
import type { EdgeImage, EdgeImages } from "@gipfel/contracts";
import { groupEdges } from "../3-edges/class-edges.js";
import { createEngine } from "../engines.js";
import type { AnalysisFolder } from "../files/analysis-folder.js";
import type { RunContext } from "../ports.js";
import { groupsAtOnce } from "../prepare.js";
import { type FinishedClass, ImageShards, type ImageTotals } from "./image-shards.js";

const imagesPerEdge = 9;

/** One pass of the edge phases over all images of the class. @param work a folder for passing files. */
export async function findEdgeImages(
  finished: FinishedClass,
  work: AnalysisFolder,
  context: RunContext = {},
): Promise<EdgeImages> {
  const { prepared, analysed, graph } = finished;
  const { threads, batch } = prepared.options;
  const images = analysed.shards.flatMap((shard) => shard.images.map(({ image }) => image));
  const atOnce = Math.min(batch, groupsAtOnce(prepared.plan));
  const best = new Map<string, EdgeImage[]>();
  const engine = createEngine(prepared.options, threads);
  try {
    const shards = await ImageShards.open(finished, engine, work, context);
    const quiet: RunContext = context.signal ? { signal: context.signal } : {};
    for (let done = 0; done < images.length; done += atOnce) {
      const part = images.slice(done, done + atOnce);
      await shards.run(part, quiet, (found) =>
        addImages(
          best,
          found,
          part.map(({ index }) => index),
        ),
      );
      const total = images.length;
      context.onProgress?.({ phase: "edges", done: Math.min(done + atOnce, total), total, unit: "images" });
    }
  } finally {
    await engine.dispose();
  }
  return {
    format: "gipfel-edge-images",
    version: 1,
    class: analysed.id,
    edges: graph.edges.map(({ source, target }) => ({
      source,
      target,
      images: best.get(keyOf(source, target)) ?? [],
    })),
  };
}

const keyOf = (source: string, target: string) => `${source}\n${target}`;

/** @param indices of the images, by group. */
async function addImages(
  best: Map<string, EdgeImage[]>,
  { totals, shards }: ImageTotals,
  indices: readonly number[],
): Promise<void> {
  for await (const pair of shards.pairs()) {
    for (const { source, target, contributions } of groupEdges(totals, pair)) {
      const key = keyOf(source, target);
      const known = best.get(key) ?? [];
      for (const { group, contribution } of contributions) {
        if (contribution !== 0) known.push({ image: indices[group]!, contribution });
      }
      known.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution) || a.image - b.image);
      best.set(key, known.slice(0, imagesPerEdge));
    }
  }
}
