/** Graphs that are open in the graph thread: read, checked and indexed once for all who ask. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import {
  AnalysisDocument,
  EdgeImages,
  GipfelError,
  type GraphDocument,
  parseAs,
  parseGraphDocument,
} from "@gipfel/contracts";
import { AttributionIndex } from "@gipfel/graph";
import { type ClusteringThread, Regrouper } from "@gipfel/pipeline";
import { RecentlyUsed } from "../recently-used.js";
import type { GraphReference } from "./graph-messages.js";
import type { LocatedFile } from "./located-file.js";
import { WeightedCache } from "./weighted-cache.js";

/** Bytes of JSON whose documents and indices are kept; they take about twice that. */
const keptBytes = 128 * 2 ** 20;
/** With the profiles of all neurons, megabytes each. */
const analysesKept = 4;
/** Bytes of an edge in JSON, about. */
const edgeBytes = 250;

export interface OpenGraph {
  readonly document: GraphDocument;
  readonly index: AttributionIndex;
  /** Changes with the document. */
  readonly hash: string;
}

export interface OpenAnalysis {
  readonly document: AnalysisDocument;
  readonly regrouper: Regrouper;
  /** A file by its path in the analysis folder. @throws GipfelError STORE_CORRUPT */
  readonly read: (path: string) => Promise<Buffer | undefined>;
}

/** Finds a file of an analysis by its path in the analysis folder. */
export type Locate = (analysis: string, path: string) => Promise<LocatedFile | null>;

export class GraphShelf {
  readonly #graphs = new WeightedCache<OpenGraph>(keptBytes);
  readonly #edgeImages = new WeightedCache<EdgeImages>(keptBytes / 2);
  readonly #analyses = new RecentlyUsed<OpenAnalysis>(analysesKept);
  /** Of graphs that are being read, one after the other, so that they do not all take memory at a time. */
  #reading: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly locate: Locate,
    private readonly clustering: ClusteringThread,
  ) {}

  /** @throws GipfelError GRAPH_NOT_FOUND, GRAPH_INVALID, STORE_CORRUPT; for concepts as `Regrouper.regroup` */
  async open({ analysis, class: classId, concepts }: GraphReference): Promise<OpenGraph> {
    const whole = await this.#whole(analysis, classId);
    if (concepts === null) return whole;
    const wish = createHash("sha256").update(JSON.stringify(concepts)).digest("hex");
    const name = `${analysis}/${classId}/${wish}`;
    const known = this.#graphs.get(name);
    if (known) return known;
    const { regrouper } = await this.analysis(analysis);
    const document = await regrouper.regroup(whole.document, classId, concepts);
    const graph = { document, index: new AttributionIndex(document), hash: `${whole.hash}/${wish}` };
    this.#graphs.set(name, graph, document.edges.length * edgeBytes);
    return graph;
  }

  /** @throws GipfelError GRAPH_NOT_FOUND, GRAPH_INVALID, STORE_CORRUPT */
  analysis(id: string): Promise<OpenAnalysis> {
    return this.#analyses.get(id, async () => {
      const read = async (path: string) => (await this.#read(id, path))?.bytes;
      const bytes = await read("analysis.json");
      if (!bytes) throw new GipfelError("GRAPH_NOT_FOUND", `analysis ${id} has no results`);
      const document = parseAs(AnalysisDocument, jsonOf(bytes), "GRAPH_INVALID", `analysis.json of ${id}`);
      return { document, read, regrouper: new Regrouper(document, read, (wish) => this.clustering.regroup(wish)) };
    });
  }

  /** @throws GipfelError STORE_CORRUPT */
  async edgeImages(file: LocatedFile): Promise<EdgeImages> {
    const known = this.#edgeImages.get(file.file);
    if (known) return known;
    const what = "images of edges";
    const { bytes } = await readLocated(file, what);
    const images = parseAs(EdgeImages, jsonOf(bytes), "STORE_CORRUPT", what);
    this.#edgeImages.set(file.file, images, bytes.length);
    return images;
  }

  forget(analysis: string): void {
    this.#graphs.forget(`${analysis}/`);
    this.#analyses.forget(analysis);
  }

  #whole(analysis: string, classId: string): Promise<OpenGraph> {
    const reading = this.#reading.then(async () => {
      const name = `${analysis}/${classId}`;
      const known = this.#graphs.get(name);
      if (known) return known;
      const found = await this.#read(analysis, `graphs/${classId}.json`);
      if (!found) throw new GipfelError("GRAPH_NOT_FOUND", `analysis ${analysis} has no graph of class ${classId}`);
      const document = parseGraphDocument(jsonOf(found.bytes));
      const graph = { document, index: new AttributionIndex(document), hash: found.hash };
      this.#graphs.set(name, graph, found.bytes.length);
      return graph;
    });
    this.#reading = reading.catch(() => undefined);
    return reading;
  }

  async #read(analysis: string, path: string): Promise<FileContent | undefined> {
    const located = await this.locate(analysis, path);
    return located === null ? undefined : readLocated(located, path);
  }
}

interface FileContent {
  readonly bytes: Buffer;
  /** SHA-256 in hexadecimal. */
  readonly hash: string;
}

/** @param what as messages name it. @throws GipfelError STORE_CORRUPT where it is gone or not what was written */
async function readLocated({ file, hash: expected }: LocatedFile, what: string): Promise<FileContent> {
  const bytes = await readFile(file).catch(() => undefined);
  const hash = bytes && createHash("sha256").update(bytes).digest("hex");
  if (bytes !== undefined && hash !== undefined && (expected === null || expected === hash)) return { bytes, hash };
  const fault = bytes === undefined ? "gone" : "damaged";
  throw new GipfelError("STORE_CORRUPT", `the stored file of ${what} is ${fault}; bring it back from a backup`);
}

/** @throws GipfelError GRAPH_INVALID */
function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (cause) {
    throw new GipfelError("GRAPH_INVALID", "a file of the analysis is not JSON", { cause });
  }
}
