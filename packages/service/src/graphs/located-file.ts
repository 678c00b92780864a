/** A file of an analysis on disk; its hash where the store knows one. */
export interface LocatedFile {
  readonly file: string;
  readonly hash: string | null;
}
