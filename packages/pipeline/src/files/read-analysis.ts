/** What an analysis left in its folder. */
import { readFile } from "node:fs/promises";
import {
  type AnalysisClass,
  AnalysisDocument,
  GipfelError,
  type GraphDocument,
  messageOf,
  parseAs,
  parseGraphDocument,
} from "@gipfel/contracts";
import { AnalysisFolder } from "./analysis-folder.js";

/** @throws GipfelError GRAPH_NOT_FOUND, GRAPH_INVALID */
export async function readAnalysis(path: string): Promise<AnalysisDocument> {
  const file = new AnalysisFolder(path).analysis;
  return parseAs(AnalysisDocument, await readJson(file), "GRAPH_INVALID", "analysis.json");
}

/**
 * @param wanted id, name or index of a class.
 * @throws GipfelError GRAPH_NOT_FOUND that lists the classes there are.
 */
export function findClass({ classes }: AnalysisDocument, wanted: string): AnalysisClass {
  const found = classes.find(({ id, name, index }) => [id, name, String(index)].includes(wanted));
  if (found) return found;
  const known = classes.map(({ id }) => id).join(", ");
  throw new GipfelError("GRAPH_NOT_FOUND", `the analysis has no graph of class ${wanted}; it has ${known}`);
}

/** @throws GipfelError GRAPH_NOT_FOUND, GRAPH_INVALID */
export async function readGraph(file: string): Promise<GraphDocument> {
  return parseGraphDocument(await readJson(file));
}

/** The graph of a class in an analysis folder. */
export function readClassGraph(path: string, classId: string): Promise<GraphDocument> {
  return readGraph(new AnalysisFolder(path).graph(classId));
}

/** @throws GipfelError GRAPH_NOT_FOUND, GRAPH_INVALID */
export async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new GipfelError(
      "GRAPH_NOT_FOUND",
      `${file} does not exist; --graph takes a folder that gipfel analyze finished`,
    );
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new GipfelError("GRAPH_INVALID", `${file} is not JSON: ${messageOf(error)}`);
  }
}
