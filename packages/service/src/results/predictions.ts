import {
  type AnalysisClass,
  type Endpoints,
  GipfelError,
  PredictionDocument,
  parseAs,
  type QueryOf,
  type ReplyOf,
} from "@gipfel/contracts";
import { pageOf } from "../paging.js";
import { jsonOf, type ResultSource } from "./result-source.js";

const bins = 20;

/** @throws GipfelError GRAPH_NOT_FOUND where none are kept, GRAPH_INVALID */
export async function listPredictions(
  { id, read }: ResultSource,
  analysed: AnalysisClass,
  page: QueryOf<Endpoints["showPredictions"]>,
): Promise<ReplyOf<Endpoints["showPredictions"]>> {
  const bytes = await read(`predictions/${analysed.id}.json`);
  if (!bytes) throw new GipfelError("GRAPH_NOT_FOUND", `analysis ${id} kept no predictions; run it again`);
  const subject = `predictions of class ${analysed.id}`;
  const { kind, images } = parseAs(PredictionDocument, jsonOf(bytes), "GRAPH_INVALID", subject);
  const probabilities = images.flatMap(({ probability }) => (probability === null ? [] : [probability]));
  return { ...pageOf(page, images), kind, histogram: kind === "none" ? null : histogramOf(probabilities) };
}

/** How many fall into each of equal bins from 0 to 1; the last holds 1 as well. */
export function histogramOf(probabilities: readonly number[]): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const probability of probabilities) counts[Math.min(bins - 1, Math.floor(probability * bins))]! += 1;
  return counts;
}
