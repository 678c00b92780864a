/**
 * What the service does, without HTTP. What callers give was checked against the schemas of the wire before; what they get
 * fits them. Every rejection is a GipfelError of the catalogue, whose message names no path of this machine.
 *
 * A change with a `version` happens only to that version of the resource, else VERSION_CONFLICT. A creation with a key
 * happens once: whoever asks again with the key gets the same answer, and with another request IDEMPOTENCY_CONFLICT.
 */
import type { BodyOf, EndpointName, Endpoints, Job, QueryOf, ReplyOf } from "@gipfel/contracts";
import type { BullMqQueue, JobQueue } from "@gipfel/queue";
import type { IdempotentRequest, Store } from "@gipfel/store";
import type { TextAnswer } from "./graphs/graph-thread.js";
import type { OpenedFolder } from "./references/opened-folder.js";

type Query<Name extends EndpointName> = QueryOf<Endpoints[Name]>;
type Body<Name extends EndpointName> = BodyOf<Endpoints[Name]>;
type Reply<Name extends EndpointName> = ReplyOf<Endpoints[Name], Buffer>;

export interface Service {
  /** In one process with SQLite, or over Redis and PostgreSQL. */
  readonly shape: "embedded" | "cluster";
  /** Whether there is a folder that data sets can be registered from. */
  readonly hasDataRoot: boolean;
  /** Folders that it was started with, in their order. */
  readonly folders: readonly OpenedFolder[];
  readonly store: Store;
  readonly queue: JobQueue<Job, JobReport>;
  /** What lies behind the queue in a cluster, for people to look at; null in one process. */
  readonly bullMq: BullMqQueue | null;
  readonly models: Models;
  readonly datasets: Datasets;
  readonly analyses: Analyses;
  readonly results: Results;
  readonly classResults: ClassResults;
  readonly studies: Studies;
  readonly views: Views;
  readonly annotations: Annotations;
  readonly explanations: Explanations;
  /** @throws GipfelError STORE_UNAVAILABLE, QUEUE_UNAVAILABLE */
  ping(): Promise<void>;
  /** Gives unfinished jobs back, ends the child processes, and closes queue and store. */
  close(): Promise<void>;
}

/** What a job tells of itself while it runs. */
export interface JobReport {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  readonly unit: string;
}

/** Bytes of an upload, as they come. */
export type Upload = AsyncIterable<Uint8Array>;

export interface Models {
  list(page: Query<"listModels">): Promise<Reply<"listModels">>;
  /** Stores the file and has a process of its own check it. @throws GipfelError UPLOAD_TOO_LARGE, STORAGE_FAILED */
  upload(bytes: Upload, options: Query<"uploadModel">, once?: IdempotentRequest): Promise<Reply<"uploadModel">>;
  show(id: string): Promise<Reply<"showModel">>;
  /** @throws GipfelError STATE_CONFLICT where it is not ready; LAYER_UNKNOWN, TARGET_UNKNOWN */
  inspect(id: string, query: Query<"inspectModel">): Promise<Reply<"inspectModel">>;
  rename(id: string, changes: Body<"renameModel">, version?: number): Promise<Reply<"renameModel">>;
  /** @throws GipfelError MODEL_IN_USE where an analysis uses it */
  remove(id: string, version?: number): Promise<void>;
}

export interface Datasets {
  list(page: Query<"listDatasets">): Promise<Reply<"listDatasets">>;
  /** @throws GipfelError DATASET_NOT_FOUND for what is not below the data root, DATASET_EMPTY, DATASET_INVALID */
  register(registration: Body<"registerDataset">, once?: IdempotentRequest): Promise<Reply<"registerDataset">>;
  /** @throws GipfelError UPLOAD_TOO_LARGE, DATASET_EMPTY, DATASET_INVALID */
  upload(bytes: Upload, options: Query<"uploadDataset">, once?: IdempotentRequest): Promise<Reply<"uploadDataset">>;
  show(id: string): Promise<Reply<"showDataset">>;
  /** @throws GipfelError LABELS_INVALID for a class that there is not */
  images(id: string, query: Query<"listImages">): Promise<Reply<"listImages">>;
  /** WebP. @param image its index in the data set. @throws GipfelError IMAGE_NOT_FOUND, IMAGE_UNREADABLE */
  thumbnail(id: string, image: number): Promise<Buffer>;
  rename(id: string, changes: Body<"renameDataset">, version?: number): Promise<Reply<"renameDataset">>;
  /** @throws GipfelError DATASET_IN_USE where an analysis uses it */
  remove(id: string, version?: number): Promise<void>;
}

export interface Analyses {
  defaults(): Reply<"showDefaults">;
  list(page: Query<"listAnalyses">): Promise<Reply<"listAnalyses">>;
  /** @throws GipfelError STATE_CONFLICT where the model is not ready; OPTION_INVALID */
  create(request: Body<"createAnalysis">, once?: IdempotentRequest): Promise<Reply<"createAnalysis">>;
  /** As `create` would refuse it, and what a job would find wrong before it begins. */
  estimate(request: Body<"estimateAnalysis">): Promise<Reply<"estimateAnalysis">>;
  show(id: string): Promise<Reply<"showAnalysis">>;
  skipped(id: string, page: Query<"listSkippedImages">): Promise<Reply<"listSkippedImages">>;
  /** @throws GipfelError STATE_CONFLICT unless finished */
  document(id: string): Promise<Reply<"showAnalysisDocument">>;
  /** @throws GipfelError STATE_CONFLICT where it has ended, as do the next two where it has not, or is finished */
  cancel(id: string): Promise<Reply<"cancelAnalysis">>;
  resume(id: string): Promise<Reply<"resumeAnalysis">>;
  retry(id: string): Promise<Reply<"retryAnalysis">>;
  clone(id: string, changes: Body<"cloneAnalysis">, once?: IdempotentRequest): Promise<Reply<"cloneAnalysis">>;
  rename(id: string, changes: Body<"renameAnalysis">, version?: number): Promise<Reply<"renameAnalysis">>;
  remove(id: string): Promise<void>;
  /**
   * Tells how far an analysis is: at once, and whenever that changes.
   * @returns what ends it; the listener may use it as soon as the status is one of an end
   */
  watch(id: string, listener: (state: AnalysisState) => void): Promise<() => void>;
}

/** An event of `watchAnalysis`. */
export type AnalysisState = Pick<Reply<"showAnalysis">, "status" | "progress" | "skipped" | "error">;

/** A graph written for another program. */
export interface ExportedGraph extends TextAnswer {
  readonly mediaType: "application/json" | "application/xml" | "text/csv";
  /** With the extension that the other program expects. */
  readonly fileName: string;
}

/** All of a finished analysis, by its id, and a class by id, name or index. @throws GipfelError GRAPH_NOT_FOUND */
export interface Results {
  list(page: Query<"listResults">): Promise<Reply<"listResults">>;
  /** The graph document as JSON, as the next. */
  graph(id: string, classId: string, query: Query<"showGraph">): Promise<TextAnswer>;
  /** @throws GipfelError LAYER_UNKNOWN, OPTION_INVALID, RERUN_NEEDED */
  preview(
    id: string,
    classId: string,
    concepts: Body<"previewGraph">,
    query: Query<"previewGraph">,
  ): Promise<TextAnswer>;
  export(id: string, classId: string, query: Query<"exportGraph">): Promise<ExportedGraph>;
  node(id: string, classId: string, node: string, query: Query<"showNode">): Promise<Reply<"showNode">>;
  edge(id: string, classId: string, query: Query<"showEdge">): Promise<Reply<"showEdge">>;
  /** A pair matrix as `.npy`. */
  pairs(id: string, classId: string, query: Query<"showPairs">): Promise<Buffer>;
  predictions(id: string, classId: string, page: Query<"showPredictions">): Promise<Reply<"showPredictions">>;
  /** WebP of an image as the network saw it, or of a box of it. @throws GipfelError IMAGE_NOT_FOUND, OPTION_INVALID */
  image(id: string, image: number, query: Query<"showImage">): Promise<Buffer>;
  /** PNG. */
  visualisation(id: string, node: string, query: Query<"showVisualisation">): Promise<Buffer>;
}

/** What compares the classes of a finished analysis. */
export interface ClassResults {
  /** @throws GipfelError LAYER_UNKNOWN, GRAPH_NOT_FOUND where an earlier version made the analysis */
  activations(id: string, layer: string): Promise<Reply<"showActivations">>;
  /** @throws GipfelError RERUN_NEEDED where classes have nodes of their own, as does the next */
  map(id: string): Promise<Reply<"showClassMap">>;
  similar(id: string, classId: string, query: Query<"listSimilarClasses">): Promise<Reply<"listSimilarClasses">>;
}

/** Jobs that ask more of a finished analysis of the service; of folders there is STATE_CONFLICT. */
export interface Studies {
  /** @throws GipfelError OPTION_INVALID, IMAGE_NOT_FOUND, UPLOAD_NOT_FOUND, GRAPH_NOT_FOUND */
  createPath(
    id: string,
    classId: string,
    request: Body<"createImagePath">,
    once?: IdempotentRequest,
  ): Promise<Reply<"createImagePath">>;
  /** @throws GipfelError PATH_NOT_FOUND */
  showPath(id: string, path: string): Promise<Reply<"showImagePath">>;
  removePath(id: string, path: string, version?: number): Promise<void>;
  /** Begins where nobody has, or where it failed. */
  findEdgeImages(id: string, classId: string): Promise<Reply<"findEdgeImages">>;
}

export interface Views {
  list(analysis: string, page: Query<"listViews">): Promise<Reply<"listViews">>;
  create(analysis: string, request: Body<"createView">, once?: IdempotentRequest): Promise<Reply<"createView">>;
  show(analysis: string, id: string): Promise<Reply<"showView">>;
  change(analysis: string, id: string, request: Body<"changeView">, version?: number): Promise<Reply<"changeView">>;
  remove(analysis: string, id: string, version?: number): Promise<void>;
}

export interface Annotations {
  list(analysis: string, page: Query<"listAnnotations">): Promise<Reply<"listAnnotations">>;
  put(analysis: string, node: string, request: Body<"annotate">, version?: number): Promise<Reply<"annotate">>;
  remove(analysis: string, node: string, version?: number): Promise<void>;
}

export interface Explanations {
  /** Keeps an image for `create`. @throws GipfelError UPLOAD_TOO_LARGE, IMAGE_UNREADABLE */
  upload(bytes: Upload): Promise<Reply<"uploadImage">>;
  list(page: Query<"listExplanations">): Promise<Reply<"listExplanations">>;
  create(request: Body<"createExplanation">, once?: IdempotentRequest): Promise<Reply<"createExplanation">>;
  show(id: string): Promise<Reply<"showExplanation">>;
  /** The heat map of result `n` as PNG, or its values as `.npy`. */
  result(id: string, n: number, query: Query<"showExplanationImage">): Promise<Buffer>;
  /** The mean magnitude of all its maps. @throws GipfelError STATE_CONFLICT before it is finished */
  mean(id: string, query: Query<"showExplanationMean">): Promise<Buffer>;
  remove(id: string, version?: number): Promise<void>;
}
