import type { Positions } from "../../../canvas/positions.js";

/** What of the drawing others may take with them. */
export interface Drawing {
  /** Where nodes stand now. */
  positions(): Positions;
  /** Address of a node's picture, as it is shown; null where it has none. */
  picture(node: string): Promise<string | null>;
  /** Addresses of the pictures that there are already, by node. */
  readonly made: ReadonlyMap<string, string>;
}
