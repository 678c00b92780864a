/**
 * The closed catalogue of errors that a caller can cause or must handle. Each has a stable code and says which exit
 * code the command line and which HTTP status the service answer with. The message of an instance names what is
 * wrong and what would be right, in one line.
 */
export const errorCatalogue = {
  MODEL_NOT_FOUND: { exit: 2, status: 404, title: "The model file does not exist" },
  MODEL_UNREADABLE: { exit: 2, status: 422, title: "The file is not a model that can be read" },
  MODEL_UNSUPPORTED: { exit: 2, status: 422, title: "The model uses something that is not supported" },
  LAYER_UNKNOWN: { exit: 2, status: 422, title: "No such layer" },
  TARGET_UNKNOWN: { exit: 2, status: 422, title: "No such output or class" },
  METHOD_UNDEFINED: { exit: 2, status: 422, title: "The method is not defined on this network" },
  DATASET_NOT_FOUND: { exit: 2, status: 404, title: "The data set does not exist" },
  DATASET_EMPTY: { exit: 2, status: 422, title: "The data set has no usable images" },
  DATASET_INVALID: { exit: 2, status: 422, title: "The data set cannot be read" },
  IMAGE_UNREADABLE: { exit: 2, status: 422, title: "An image cannot be decoded" },
  LABELS_INVALID: { exit: 2, status: 422, title: "Labels and classes do not match" },
  PREPROCESSING_INVALID: { exit: 2, status: 422, title: "The preprocessing is not valid" },
  SHAPE_MISMATCH: { exit: 2, status: 422, title: "Shapes do not fit together" },
  OPTION_INVALID: { exit: 2, status: 422, title: "An option is not valid" },
  GRAPH_INVALID: { exit: 2, status: 422, title: "The graph document is not valid" },
  GRAPH_NOT_FOUND: { exit: 2, status: 404, title: "No such graph or analysis" },
  NODE_NOT_FOUND: { exit: 2, status: 404, title: "No such node or edge" },
  IMAGE_NOT_FOUND: { exit: 2, status: 404, title: "No such image" },
  VIEW_NOT_FOUND: { exit: 2, status: 404, title: "No such view" },
  ANNOTATION_NOT_FOUND: { exit: 2, status: 404, title: "No such annotation" },
  EXPLANATION_NOT_FOUND: { exit: 2, status: 404, title: "No such explanation" },
  PATH_NOT_FOUND: { exit: 2, status: 404, title: "No such image path" },
  UPLOAD_NOT_FOUND: { exit: 2, status: 404, title: "No such upload" },
  MODEL_IN_USE: { exit: 2, status: 409, title: "An analysis uses the model" },
  DATASET_IN_USE: { exit: 2, status: 409, title: "An analysis uses the data set" },
  STATE_CONFLICT: { exit: 2, status: 409, title: "The state of the resource does not permit this" },
  RERUN_NEEDED: { exit: 2, status: 409, title: "Only another analysis can tell" },
  IDEMPOTENCY_CONFLICT: { exit: 2, status: 409, title: "The key belongs to another request" },
  VERSION_CONFLICT: { exit: 2, status: 412, title: "The resource has changed meanwhile" },
  UPLOAD_TOO_LARGE: { exit: 2, status: 413, title: "The upload is too large" },
  OUTPUT_OCCUPIED: { exit: 2, status: 409, title: "The output folder holds something else" },
  ENGINE_UNAVAILABLE: { exit: 2, status: 501, title: "The engine or device is not available here" },
  ENGINE_FAILED: { exit: 1, status: 500, title: "The engine failed" },
  OUT_OF_MEMORY: { exit: 1, status: 500, title: "Memory ran out" },
  JOB_FAILED: { exit: 1, status: 500, title: "A job failed" },
  STATE_UNUSABLE: { exit: 2, status: 507, title: "The state folder or its database cannot be used" },
  STORAGE_FAILED: { exit: 2, status: 507, title: "Results could not be written" },
  STORE_CORRUPT: { exit: 1, status: 507, title: "What was stored is damaged" },
  STORE_UNAVAILABLE: { exit: 1, status: 503, title: "The database cannot be reached" },
  QUEUE_UNAVAILABLE: { exit: 1, status: 503, title: "The queue cannot be reached" },
  SERVICE_BUSY: { exit: 1, status: 503, title: "The service has too much to do" },
  CANCELLED: { exit: 2, status: 499, title: "The run was interrupted" },
} as const;

export type ErrorCode = keyof typeof errorCatalogue;

/** Facts behind an error that programs want, such as the names of unsupported operations. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/** An error of the catalogue. `message` is for the user; `cause`, where there is one, is for the log. */
export class GipfelError extends Error {
  override readonly name = "GipfelError";

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: { cause?: unknown; details?: ErrorDetails },
  ) {
    super(message, options);
    this.details = options?.details ?? {};
  }

  readonly details: ErrorDetails;

  get exitCode(): number {
    return errorCatalogue[this.code].exit;
  }

  get status(): number {
    return errorCatalogue[this.code].status;
  }
}

/** The message of anything thrown, for embedding in a {@link GipfelError}. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Codes of the operating system for what is wrong with the machine and not with what it was given. */
const machineFaults = new Set(["ENOSPC", "EDQUOT", "EIO", "EMFILE", "ENFILE", "ENOMEM", "EROFS", "ESTALE", "ENOTCONN"]);
/** As Node and native libraries word them; the name of a file may hold a code too. */
const machineFault = new RegExp(
  `\\b(${[...machineFaults].join("|")}): [a-z]|[Nn]o space left on device|[Tt]oo many open files`,
);

/** Whether an error, or one that it was caused by, is a fault of disk, memory or handles. */
export function isMachineFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && machineFaults.has(String(error.code))) return true;
  return machineFault.test(error.message) || isMachineFault(error.cause);
}
