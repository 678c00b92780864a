import {
  type AnalysisSummary,
  EdgeImages,
  GipfelError,
  type GraphEdge,
  type GraphExample,
  type GraphLayer,
  type GraphNode,
  parseAs,
  type ViewConcepts,
} from "@gipfel/contracts";
import { cropView } from "@gipfel/dataset";
import { AttributionIndex, exportGraph } from "@gipfel/graph";
import { findClass, pairPath } from "@gipfel/pipeline";
import { damagedError, demand, isDamage, kinds } from "../changes.js";
import type { Environment } from "../environment.js";
import { givenThenPage, type PageRequest } from "../paging.js";
import { RecentlyUsed } from "../recently-used.js";
import type { ExportedGraph, Results } from "../service.js";
import { readStudyResult } from "../studies/study-result.js";
import { viewOf } from "../views/view-service.js";
import { listPairs } from "./edge-pairs.js";
import { listPredictions } from "./predictions.js";
import type { ResultSource } from "./result-source.js";
import type { ClassGraph, ResultSources } from "./result-sources.js";
import { selectGraph } from "./select-graph.js";

const viewsKept = 12;

const mediaTypes = {
  json: "application/json",
  graphml: "application/xml",
  gexf: "application/xml",
  cyjs: "application/json",
  csv: "text/csv",
} as const satisfies Record<string, ExportedGraph["mediaType"]>;

export function createResults(environment: Environment, sources: ResultSources): Results {
  const { store } = environment;
  const views = new RecentlyUsed<ClassGraph>(viewsKept);
  const regrouped = async (id: string, { document, analysed }: ClassGraph, concepts: ViewConcepts) => {
    const made = await (await sources.regrouper(id)).regroup(document, analysed.id, concepts);
    return { analysed, document: made, index: new AttributionIndex(made) };
  };
  const graphOf = async (id: string, classId: string, viewId: string | undefined): Promise<ClassGraph> => {
    const whole = await sources.graph(id, classId);
    if (viewId === undefined) return whole;
    const found = await store.views.find(viewId);
    const { version, content } = viewOf(demand(found?.analysisId === id ? found : undefined, kinds.view, viewId));
    return views.get(`${viewId}/${version}/${whole.analysed.id}`, () => regrouped(id, whole, content));
  };
  const summaryAt = async (id: string, name: string): Promise<AnalysisSummary> => {
    try {
      return summaryOf(await sources.open(id));
    } catch (error) {
      const isGone = error instanceof GipfelError && error.code === "GRAPH_NOT_FOUND";
      if (!isDamage(error) && !isGone) throw error;
      return {
        ...{ id, name, classes: [], error: damagedError("analysis", error.message) },
        ...{ model: { name: "unknown" }, dataset: { name: "unknown", images: 0 } },
      };
    }
  };
  const edgesKept = new RecentlyUsed<EdgeImages>(viewsKept);
  const edgeImages = async (id: string, classId: string, { source, target }: GraphEdge) => {
    if (sources.isFolder(id)) return null;
    const study = await store.studies.latest({ analysisId: id, kind: "edge-images", classId });
    if (!study?.result) return null;
    const { edges } = await edgesKept.get(study.result, async () =>
      parseAs(EdgeImages, await readStudyResult(environment, study), "STORE_CORRUPT", "images of edges"),
    );
    return edges.find((edge) => edge.source === source && edge.target === target)?.images ?? null;
  };
  return {
    list: (page) => {
      const listStored = async (request: PageRequest) => {
        const { items, next } = await store.analyses.list({ ...request, statuses: ["finished"] });
        const own = items.filter(({ id }) => !sources.opening.includes(id));
        const there = await Promise.all(own.map(async (item) => ((await sources.isThere(item.id)) ? [item] : [])));
        return { items: await Promise.all(there.flat().map(({ id, name }) => summaryAt(id, name))), next };
      };
      const folders = sources.opening.map((id) => summaryAt(id, id));
      return Promise.all(folders).then((given) => givenThenPage(page, listStored, given));
    },
    graph: async (id, classId, query) => selectGraph(await graphOf(id, classId, query.view), query),
    preview: async (id, classId, concepts, query) =>
      selectGraph(await regrouped(id, await sources.graph(id, classId), concepts), query),
    export: async (id, classId, { format, view }) => {
      const { document, analysed } = await graphOf(id, classId, view);
      const text = exportGraph(document, format);
      return { text, mediaType: mediaTypes[format], fileName: `${analysed.id}.${format}` };
    },
    node: async (id, classId, wanted, { view }) => {
      const { nodes, edges, layers } = (await graphOf(id, classId, view)).document;
      const node = nodes.find((one) => one.id === wanted);
      if (!node) throw noNode(wanted);
      const strongest = edges
        .filter(({ source, target }) => source === wanted || target === wanted)
        .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
      return {
        node,
        incoming: strongest.filter(({ target }) => target === wanted),
        outgoing: strongest.filter(({ source }) => source === wanted),
        datasetExamples: view === undefined ? await datasetExamples(sources, id, node, layers) : null,
      };
    },
    edge: async (id, classId, { source, target, top, view }) => {
      const { document, analysed } = await graphOf(id, classId, view);
      const edge = document.edges.find((one) => one.source === source && one.target === target);
      if (!edge) throw new GipfelError("NODE_NOT_FOUND", `there is no edge from ${source} to ${target}`);
      const own = (await sources.graph(id, classId)).document;
      const pairs = await listPairs(await sources.open(id), analysed, { document, own }, edge, top);
      return { edge, pairs, images: view === undefined ? await edgeImages(id, analysed.id, edge) : null };
    },
    pairs: async (id, classId, { source, target, quantity }) => {
      const opened = await sources.open(id);
      const { analysed } = await sources.graph(id, classId);
      // Names of the document alone make paths.
      const pair = opened.document.pairs.find((one) => one.source === source && one.target === target);
      const bytes = pair && (await opened.read(pairPath(analysed.id, pair.source, pair.target, quantity)));
      if (!bytes) throw new GipfelError("GRAPH_NOT_FOUND", `no pair matrix of ${source} and ${target} is kept`);
      return bytes;
    },
    predictions: async (id, classId, page) => {
      const source = await sources.open(id);
      return listPredictions(source, findClass(source.document, classId), page);
    },
    image: async (id, image, { box }) => {
      const bytes = await (await sources.open(id)).read(`images/${image}.webp`);
      if (bytes) return box === undefined ? bytes : patchOf(bytes, image, box);
      throw new GipfelError("IMAGE_NOT_FOUND", `image ${image} is not kept; those are that the graphs show patches of`);
    },
    visualisation: async (id, node, { class: classId }) => {
      const { read, document } = await sources.open(id);
      const [, layer, n] = /^([A-Za-z0-9._-]+)\/(\d+)$/.exec(node) ?? [];
      const isKnown = document.layers.some((one) => one.id === layer);
      const scope = classId === undefined ? "" : `${(await sources.graph(id, classId)).analysed.id}/`;
      const bytes = isKnown && (await read(`visualisations/${scope}${layer}/${n}.png`));
      if (bytes) return bytes;
      throw new GipfelError("IMAGE_NOT_FOUND", `there is no picture of ${node}; the analysis may have made none`);
    },
  };
}

/** The patches on which a node is strongest over all classes; null where that was not kept. */
async function datasetExamples(
  sources: ResultSources,
  id: string,
  node: GraphNode,
  layers: readonly GraphLayer[],
): Promise<GraphExample[] | null> {
  const isHidden = layers.some((layer) => layer.id === node.layer && layer.role === "hidden");
  if (!isHidden || !(await (await sources.open(id)).read(`activations/${node.layer}.json`))) return null;
  const { dataset } = await sources.activations(id, node.layer);
  return dataset?.examples[dataset.nodes.indexOf(node.id)] ?? null;
}

/** @param box `x,y,width,height` in pixels of the view. @throws GipfelError OPTION_INVALID, STORE_CORRUPT */
async function patchOf(view: Buffer, image: number, box: string): Promise<Buffer> {
  try {
    return await cropView(view, box.split(",").map(Number) as [number, number, number, number]);
  } catch (error) {
    if (!(error instanceof GipfelError) || error.code !== "IMAGE_UNREADABLE") throw error;
    throw new GipfelError("STORE_CORRUPT", `the kept view of image ${image} is damaged: ${error.message}`, {
      cause: error,
    });
  }
}

function summaryOf({ id, name, document }: ResultSource): AnalysisSummary {
  const { model, dataset, classes } = document;
  return {
    ...{ id, name, classes },
    model: { name: model.name },
    dataset: { name: dataset.name, images: dataset.images },
  };
}

export function noNode(id: string): GipfelError {
  return new GipfelError("NODE_NOT_FOUND", `there is no node ${id}`);
}
