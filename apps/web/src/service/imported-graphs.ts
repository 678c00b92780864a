import { type AnalysisSummary, GipfelError, type GraphDocument, parseGraphDocument } from "@gipfel/contracts";
import { createStore, del, entries, get, set, type UseStore } from "idb-keyval";
import { imageIn } from "../images/image-data.js";

/** Stands for the graphs of this browser where an analysis is named. */
export const importedId = "imported";

/** What images are asked of: an analysis, or one of these graphs, each of which has its own. */
export const imagesOf = (analysis: string, graph: string | undefined): string =>
  analysis === importedId ? `${importedId}/${graph ?? ""}` : analysis;

/** Graph documents that the reader opened from files. They stay in this browser; the service never sees them. */
export class ImportedGraphs {
  /** Opened when it is first needed: a browser may forbid storage. */
  #opened: UseStore | null = null;
  /** Images are asked for one by one. */
  #lastRead: { readonly id: string; readonly document: Promise<GraphDocument> } | null = null;

  get #store(): UseStore {
    this.#opened ??= createStore("gipfel", "graphs");
    return this.#opened;
  }

  /** @param id a name that a file of the same name replaces */
  async keep(id: string, document: GraphDocument): Promise<void> {
    this.#lastRead = null;
    await set(id, document, this.#store);
  }

  async remove(id: string): Promise<void> {
    await del(id, this.#store);
  }

  /** @throws GipfelError GRAPH_NOT_FOUND */
  async read(id: string): Promise<GraphDocument> {
    const document = await get<unknown>(id, this.#store);
    if (document === undefined) throw new GipfelError("GRAPH_NOT_FOUND", `This browser keeps no graph called ${id}`);
    return parseGraphDocument(document);
  }

  /** Bytes of an image that a graph came with. @param subject as {@link imagesOf} names it */
  async image(subject: string, image: string): Promise<Uint8Array<ArrayBuffer>> {
    const id = subject.slice(importedId.length + 1);
    if (this.#lastRead?.id !== id) this.#lastRead = { id, document: this.read(id) };
    return imageIn(await this.#lastRead.document, image);
  }

  /** As an analysis whose classes are the documents; null where there are none, or where storage is forbidden. */
  async summary(): Promise<AnalysisSummary | null> {
    const kept = await entries<string, GraphDocument>(this.#store).catch(() => []);
    if (kept.length === 0) return null;
    const classes = kept.map(([id, document]) => ({ id, ...document.class, name: `${document.class.name} (${id})` }));
    const dataset = { name: "files opened in this browser", images: 0 };
    return { id: importedId, name: "Graphs from files", model: { name: "Files" }, dataset, classes };
  }
}
