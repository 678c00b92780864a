import type { Client } from "@gipfel/client";
import type { Navigation } from "./routing/navigation.svelte.js";
import type { ImportedGraphs } from "./service/imported-graphs.js";
import type { Theme } from "./theme.svelte.js";

/** What every page is given. */
export interface Application {
  readonly navigation: Navigation;
  readonly service: Client;
  /** The same service, for uploads: tells which part of the bytes has gone out, in [0, 1]. */
  readonly uploading: (onProgress: (part: number) => void) => Client;
  /** Also in `service`, as one of its analyses. */
  readonly imported: ImportedGraphs;
  readonly theme: Theme;
}
