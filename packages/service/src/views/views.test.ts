/** Other concepts of the demo: of an analysis that the service made, and of the same in a folder. */
import type { GraphDocument, LayerClustering } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import { demoSettings, ended, openDemo, prepareDemo, withDemo } from "../testing/demo.js";
import { graphIn } from "../testing/read-text.js";
import { analyzeDemo, folderFiles, resultFiles } from "../testing/result-files.js";

const order = { quantity: "contribution" } as const;
const folder = "by-hand";
const seconds = 1000;

const conceptsOf = ({ nodes }: GraphDocument, layer: string) =>
  nodes.filter((node) => node.layer === layer).map(({ neurons }) => neurons);

describe("views", () => {
  it(
    "show other concepts, before they are saved and after, and of folders too",
    async () => {
      await withDemo(2, async (demo) => {
        const path = await analyzeDemo(demo);
        const service = await openDemo(demo, { folders: [{ id: folder, path }] });
        try {
          const { id } = await service.analyses.create({
            ...(await prepareDemo(service)),
            settings: await demoSettings(),
          });
          expect((await ended(service, id)).error).toBeNull();
          expect(await resultFiles(service, id)).toEqual(await folderFiles(path));
          const { results, views } = service;

          const graph = await graphIn(results.graph(id, "cat", order));
          const layer = graph.layers.find(({ role }) => role === "hidden")!.id;
          const concepts = conceptsOf(graph, layer);
          const names = { [`${layer}/0`]: "edges" };
          const preview = async (clustering: LayerClustering) => {
            const content = { layers: { [layer]: clustering }, names };
            const shown = await graphIn(results.preview(id, "cat", content, order));
            expect(await graphIn(results.preview(folder, "cat", content, order))).toEqual(shown);
            return shown;
          };
          const merged = await preview({ concepts: [concepts.flat()] });
          expect(conceptsOf(merged, layer)).toEqual([concepts.flat().sort((a, b) => a - b)]);
          expect(merged.options.names).toEqual(names);
          expect(conceptsOf(await preview({ clusters: 6 }), layer)).toHaveLength(6);
          const split = await preview({ concepts, split: { concept: 0, into: 2 } });
          expect(conceptsOf(split, layer)).toHaveLength(concepts.length + 1);
          const pruned = await graphIn(results.preview(folder, "cat", { layers: {} }, { ...order, maxNodes: 5 }));
          expect(pruned.nodes.length).toBeLessThanOrEqual(5);

          const content = { layers: { [layer]: { concepts: conceptsOf(split, layer) } }, names, page: null };
          const { id: view } = await views.create(id, { name: "split", content });
          expect(await graphIn(results.graph(id, "cat", { ...order, view }))).toEqual(split);
          const made = `${layer}/${concepts.length}`;
          const { source, target, contribution } = split.edges.find((edge) => edge.source === made)!;
          const { edge, pairs } = await results.edge(id, "cat", { source, target, top: 10_000, view });
          expect(edge.contribution).toBe(contribution);
          expect(pairs.reduce((sum, pair) => sum + pair.contribution, 0)).toBeCloseTo(contribution, 6);

          const unknown = { ...content, layers: { nowhere: { clusters: 2 } } };
          await expect(views.create(id, { name: "none", content: unknown })).rejects.toMatchObject({
            code: "LAYER_UNKNOWN",
          });
          await expect(views.create(folder, { name: "none", content })).rejects.toMatchObject({
            code: "GRAPH_NOT_FOUND",
          });
        } finally {
          await service.close();
        }
      });
    },
    120 * seconds,
  );
});
