import { stat } from "node:fs/promises";
import { type AnalysisClass, LayerActivations, parseAs } from "@gipfel/contracts";
import { findClass } from "@gipfel/pipeline";
import { demandAny, kinds } from "../changes.js";
import type { Environment } from "../environment.js";
import { GraphThread } from "../graphs/graph-thread.js";
import { RecentlyUsed } from "../recently-used.js";
import type { OpenedFolder } from "../references/opened-folder.js";
import { findReference } from "../references/reference.js";
import {
  jsonOf,
  locateInFolder,
  locateStored,
  madeEarlier,
  openSource,
  type ResultSource,
  readFolder,
  readRegistered,
  readStored,
} from "./result-source.js";

const documentsKept = 64;
const layersKept = 32;

/** Results by the id of their analysis: those of the service, and of folders that it was started with. */
export class ResultSources {
  readonly #environment: Environment;
  readonly #folders: ReadonlyMap<string, string>;
  #opening: readonly string[];
  readonly #sources = new RecentlyUsed<ResultSource>(documentsKept);
  readonly #activations = new RecentlyUsed<LayerActivations>(layersKept);
  /** Graphs are read by a thread. */
  readonly graphs = new GraphThread(async (id, path) => (await this.open(id)).locate(path));

  constructor(environment: Environment, folders: readonly OpenedFolder[]) {
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
        return openSource({ id, name: id, since, read: readFolder(folder), locate: locateInFolder(folder) });
      }
      const { name, createdAt } = demandAny(await this.#environment.store.analyses.find(id), kinds.analysis, id);
      const registered = await findReference(this.#environment.places, id);
      const read = registered ? readRegistered(registered) : readStored(this.#environment, id);
      const locate = registered ? locateInFolder(registered.path) : locateStored(this.#environment, id);
      return openSource({ id, name, since: createdAt, read, locate });
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

  /** @param wanted id, name or index of a class. @throws GipfelError GRAPH_NOT_FOUND, GRAPH_INVALID */
  async analyzed(id: string, wanted: string): Promise<AnalysisClass> {
    return findClass((await this.open(id)).document, wanted);
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

  close(): Promise<void> {
    return this.graphs.close();
  }

  /** Forgets an analysis that was deleted. */
  remove(id: string): void {
    this.#opening = this.#opening.filter((one) => one !== id);
    this.forget(id);
  }

  forget(id: string): void {
    this.#activations.forget(id);
    this.#sources.forget(id);
    this.graphs.forget(id);
  }
}
