import { stat } from "node:fs/promises";
import {
  type AnalysisClass,
  GipfelError,
  type GraphDocument,
  LayerActivations,
  parseAs,
  parseGraphDocument,
} from "@gipfel/contracts";
import { AttributionIndex } from "@gipfel/graph";
import { type ClusteringThread, findClass, Regrouper } from "@gipfel/pipeline";
import { demandAny, kinds } from "../changes.js";
import type { Environment } from "../environment.js";
import { RecentlyUsed } from "../recently-used.js";
import type { OpenedFolder } from "../references/opened-folder.js";
import { findReference } from "../references/reference.js";
import {
  jsonOf,
  madeEarlier,
  openSource,
  type ResultSource,
  readFolder,
  readRegistered,
  readStored,
} from "./result-source.js";

/** Graphs take megabytes; documents less. */
const graphsKept = 12;
const documentsKept = 64;
/** With the profiles of all neurons, megabytes each. */
const regroupersKept = 4;
const layersKept = 32;

/** The graph of a class, with the order of its edges, which pruning asks for again and again. */
export interface ClassGraph {
  readonly analysed: AnalysisClass;
  readonly document: GraphDocument;
  readonly index: AttributionIndex;
}

/** Results by the id of their analysis: those of the service, and of folders that it was started with. */
export class ResultSources {
  readonly #environment: Environment;
  readonly #folders: ReadonlyMap<string, string>;
  #opening: readonly string[];
  readonly #sources = new RecentlyUsed<ResultSource>(documentsKept);
  readonly #activations = new RecentlyUsed<LayerActivations>(layersKept);
  readonly #graphs = new RecentlyUsed<ClassGraph>(graphsKept);
  readonly #regroupers = new RecentlyUsed<Regrouper>(regroupersKept);

  constructor(
    environment: Environment,
    folders: readonly OpenedFolder[],
    private readonly clustering: ClusteringThread,
  ) {
    this.#environment = environment;
    this.#opening = folders.map(({ analysisId }) => analysisId);
    this.#folders = new Map(
      folders.flatMap(({ analysisId, path, readOnly }) => (readOnly === null ? [] : [[analysisId, path]])),
    );
  }

  /** Ids of all folders that the service was started with, in their order. */
  get opening(): readonly string[] {
    return this.#opening;
  }

  /** Of these, those that are only shown. */
  get folderIds(): string[] {
    return [...this.#folders.keys()];
  }

  isFolder(id: string): boolean {
    return this.#folders.has(id);
  }

  /** @throws GipfelError GRAPH_NOT_FOUND, GRAPH_INVALID */
  open(id: string): Promise<ResultSource> {
    return this.#sources.get(id, async () => {
      const folder = this.#folders.get(id);
      if (folder !== undefined) {
        const since = (await stat(folder)).mtime.toISOString();
        return openSource({ id, name: id, since, read: readFolder(folder) });
      }
      const { name, createdAt } = demandAny(await this.#environment.store.analyses.find(id), kinds.analysis, id);
      const registered = await findReference(this.#environment.places, id);
      const read = registered ? readRegistered(registered) : readStored(this.#environment, id);
      return openSource({ id, name, since: createdAt, read });
    });
  }

  /** Whether it is a folder that was registered. @param id of an analysis of the service */
  async isRegistered(id: string): Promise<boolean> {
    return (await findReference(this.#environment.places, id)) !== undefined;
  }

  /** Whether its results are still there: a folder that was registered may have gone. @param id as of `isRegistered` */
  async isThere(id: string): Promise<boolean> {
    if (!(await this.isRegistered(id))) return true;
    return this.open(id).then(
      () => true,
      () => false,
    );
  }

  /** @param wanted id, name or index of the class. @throws GipfelError GRAPH_NOT_FOUND, GRAPH_INVALID */
  async graph(id: string, wanted: string): Promise<ClassGraph> {
    const source = await this.open(id);
    const analysed = findClass(source.document, wanted);
    return this.#graphs.get(`${id}/${analysed.id}`, async () => {
      const bytes = await source.read(`graphs/${analysed.id}.json`);
      if (!bytes) throw new GipfelError("GRAPH_NOT_FOUND", `analysis ${id} has no graph of class ${analysed.id}`);
      const document = parseGraphDocument(jsonOf(bytes));
      return { analysed, document, index: new AttributionIndex(document) };
    });
  }

  /** @throws GipfelError GRAPH_NOT_FOUND, GRAPH_INVALID */
  regrouper(id: string): Promise<Regrouper> {
    return this.#regroupers.get(id, async () => {
      const { document, read } = await this.open(id);
      return new Regrouper(document, read, (wish) => this.clustering.regroup(wish));
    });
  }

  /** @param layer id of a hidden layer. @throws GipfelError GRAPH_NOT_FOUND, GRAPH_INVALID */
  async activations(id: string, layer: string): Promise<LayerActivations> {
    const { read } = await this.open(id);
    return this.#activations.get(`${id}/${layer}`, async () => {
      const bytes = await read(`activations/${layer}.json`);
      if (!bytes) throw madeEarlier(id, "activations of nodes");
      return parseAs(LayerActivations, jsonOf(bytes), "GRAPH_INVALID", `activations of ${layer} in ${id}`);
    });
  }

  /** Forgets an analysis that was deleted. */
  remove(id: string): void {
    this.#opening = this.#opening.filter((one) => one !== id);
    this.forget(id);
  }

  forget(id: string): void {
    this.#activations.forget(id);
    this.#sources.forget(id);
    this.#graphs.forget(id);
    this.#regroupers.forget(id);
  }
}
