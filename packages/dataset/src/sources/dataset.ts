/** One image of a data set: a file, or a row of an array. */
export interface DatasetImage {
  /**
   * Position in the whole data set: in the sorted walk of a folder, the order of rows in a manifest, the row of an
   * array. It does not change when only some groups are analysed.
   */
  index: number;
  /** Path relative to the root with `/` between its parts, or `images[12]`. */
  name: string;
  /** Absolute path; null for a row of an array. */
  file: string | null;
  /** Row of the array; null for a file. */
  row: number | null;
}

/** Images that belong to one class. */
export interface DatasetGroup {
  /** Folder name, manifest label or array label. */
  name: string;
  /** Class index where the data set states one as an integer (manifest, array), else null. */
  label: number | null;
  images: DatasetImage[];
}

/** Rows of an array, as the file has them. */
export interface ArrayRows {
  /** Two to four sizes, channels first, last or left out; the network's input tells which. */
  readonly shape: readonly number[];
  /** Bytes are pixels, to which a preprocessing may be applied; anything else is in network units. */
  readonly type: "uint8" | "float";
  /** Whether the model's own input has channels last, which decides where the sizes do not. */
  readonly prefersLast?: boolean;
}

export interface Dataset {
  kind: "folder" | "manifest" | "arrays";
  name: string;
  /** Absolute path of the folder that image names are relative to. */
  root: string;
  /** SHA-256 in hex: over sorted names, sizes and labels of files, over the content of an array file; never over times. */
  hash: string;
  imageCount: number;
  groups: DatasetGroup[];
  /** What was guessed about the layout and what was left out, a line each. */
  notices: readonly string[];
  /** Of the rows of an array; null for files. */
  arrays: ArrayRows | null;
  /** The row in its own layout as float32. Throws DATASET_INVALID for an image that is a file. */
  readArray(image: DatasetImage): Float32Array;
}
