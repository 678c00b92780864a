import type { GraphDocument } from "@gipfel/contracts";

/** Null where it is not known: graphs of SUMMIT, and two graphs as one, have none and say 0. */
export const meanLogit = ({ class: { logit } }: Pick<GraphDocument, "class">): number | null =>
  logit === 0 ? null : logit;
