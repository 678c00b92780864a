import type { Store } from "@gipfel/store";
import type { Places } from "./places.js";

/** What everything of the service works with, in the service and in its job processes. */
export interface Environment {
  readonly store: Store;
  readonly places: Places;
}
