import { GipfelError, type GraphDocument, parseGraphDocument } from "@gipfel/contracts";
import { readSummitDocument } from "./read-summit-document.js";

/**
 * Reads a graph from the text of a file: a graph document of Gipfel, or a graph of the original SUMMIT.
 *
 * @throws GipfelError GRAPH_INVALID, with what was expected
 */
export function readGraphFile(text: string, fileName: string): GraphDocument {
  const value = parseJson(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw neither();
  if ("format" in value || "nodes" in value) return parseGraphDocument(value);
  if (Object.values(value).every(Array.isArray)) return readSummitDocument(value, fileName);
  throw neither();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new GipfelError("GRAPH_INVALID", "The file is no JSON", { cause });
  }
}

function neither(): GipfelError {
  const expected = "a graph document (graphs/<class>.json of an analysis) or a graph of SUMMIT (ag-<class>.json)";
  return new GipfelError("GRAPH_INVALID", `The file is something else: expected ${expected}`);
}
