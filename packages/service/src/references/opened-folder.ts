/** A folder that `gipfel analyze` wrote. */
export interface FolderToOpen {
  readonly id: string;
  /** Absolute. */
  readonly path: string;
  /** Where its model and images are; where they were when it was made unless given. */
  readonly model?: string;
  readonly data?: string;
}

/** What became of a folder. */
export interface OpenedFolder {
  readonly id: string;
  readonly path: string;
  /** Id of the analysis: the folder's own where it is only shown. */
  readonly analysisId: string;
  /** Why it is only shown, in one line; null where model and images were found. */
  readonly readOnly: string | null;
}
