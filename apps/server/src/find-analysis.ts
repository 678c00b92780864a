import { GipfelError } from "@gipfel/contracts";
import type { Analysis } from "./open-analyses.js";

/** @throws GipfelError GRAPH_NOT_FOUND, naming what there is. */
export function findAnalysis(analyses: ReadonlyMap<string, Analysis>, id: string): Analysis {
  const analysis = analyses.get(id);
  if (analysis) return analysis;
  const known = [...analyses.keys()].slice(0, 5).join(", ") || "none";
  throw new GipfelError("GRAPH_NOT_FOUND", `There is no analysis ${id}; there are: ${known}`);
}
