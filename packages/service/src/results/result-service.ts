import {
  type AnalysisSummary,
  GipfelError,
  type GraphExample,
  type GraphLayer,
  type GraphNode,
} from "@gipfel/contracts";
import { cropView } from "@gipfel/dataset";
import { findClass, pairPath } from "@gipfel/pipeline";
import { damagedError, demand, isDamage, kinds } from "../changes.js";
import type { Environment } from "../environment.js";
import type { GraphReference } from "../graphs/graph-messages.js";
import type { LocatedFile } from "../graphs/located-file.js";
import { givenThenPage, type PageRequest } from "../paging.js";
import type { ExportedGraph, Results } from "../service.js";
import { viewOf } from "../views/view-service.js";
import { listPredictions } from "./predictions.js";
import type { ResultSource } from "./result-source.js";
import type { ResultSources } from "./result-sources.js";

const mediaTypes = {
  json: "application/json",
  graphml: "application/xml",
  gexf: "application/xml",
  cyjs: "application/json",
  csv: "text/csv",
} as const satisfies Record<string, ExportedGraph["mediaType"]>;

export function createResults({ store }: Environment, sources: ResultSources): Results {
  const { graphs } = sources;
  const referTo = async (id: string, classId: string, viewId: string | undefined): Promise<GraphReference> => {
    const whole = { analysis: id, class: (await sources.analyzed(id, classId)).id, concepts: null };
    if (viewId === undefined) return whole;
    const found = await store.views.find(viewId);
    const { content } = viewOf(demand(found?.analysisId === id ? found : undefined, kinds.view, viewId));
    return { ...whole, concepts: content };
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
  const edgeStudy = async (id: string, classId: string): Promise<LocatedFile | null> => {
    if (sources.isFolder(id)) return null;
    const study = await store.studies.latest({ analysisId: id, kind: "edge-images", classId });
    if (!study?.result) return null;
    return { file: (await store.artifacts.get(study.result))?.path ?? "", hash: study.result };
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
    graph: async (id, classId, { view, ...query }) =>
      graphs.text({ kind: "select", graph: await referTo(id, classId, view), query }),
    preview: async (id, classId, concepts, query) => {
      const graph = { ...(await referTo(id, classId, undefined)), concepts };
      return graphs.text({ kind: "select", graph, query });
    },
    export: async (id, classId, { format, view }) => {
      const graph = await referTo(id, classId, view);
      const text = await graphs.text({ kind: "export", graph, format });
      return { ...text, mediaType: mediaTypes[format], fileName: `${graph.class}.${format}` };
    },
    node: async (id, classId, node, { view }) => {
      const graph = await referTo(id, classId, view);
      const { layer, ...shown } = await graphs.ask({ kind: "node", graph, node });
      return {
        ...shown,
        datasetExamples: view === undefined ? await datasetExamples(sources, id, shown.node, layer) : null,
      };
    },
    edge: async (id, classId, { source, target, top, view }) => {
      const graph = await referTo(id, classId, view);
      const study = view === undefined ? await edgeStudy(id, graph.class) : null;
      return graphs.ask({ kind: "edge", graph, source, target, top, study });
    },
    pairs: async (id, classId, { source, target, quantity }) => {
      const opened = await sources.open(id);
      const analyzed = await sources.analyzed(id, classId);
      // Names of the document alone make paths.
      const pair = opened.document.pairs.find((one) => one.source === source && one.target === target);
      const bytes = pair && (await opened.read(pairPath(analyzed.id, pair.source, pair.target, quantity)));
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
      const scope = classId === undefined ? "" : `${(await sources.analyzed(id, classId)).id}/`;
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
  { role }: GraphLayer,
): Promise<GraphExample[] | null> {
  if (role !== "hidden" || !(await (await sources.open(id)).read(`activations/${node.layer}.json`))) return null;
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
