import { GipfelError } from "@gipfel/contracts";
import { findClass, readAnalysis, readClassGraph } from "../files/read-analysis.js";

/** A concept of an analysis. */
export interface NamedNode {
  /** `<layer id>/<n>` */
  readonly id: string;
  /** Name of the layer in the user's file. */
  readonly layer: string;
  readonly neurons: readonly number[];
}

/**
 * The concepts of an analysis folder: those of hidden layers. Classes share them unless each was clustered by itself.
 *
 * @param className whose concepts are meant; null for those of all classes.
 * @param modelHash of the model that the nodes are to be found in.
 * @throws GipfelError GRAPH_NOT_FOUND, GRAPH_INVALID, OPTION_INVALID
 */
export async function readNodes(path: string, className: string | null, modelHash: string): Promise<NamedNode[]> {
  const analysis = await readAnalysis(path);
  if (analysis.model.hash !== modelHash) {
    throw new GipfelError(
      "GRAPH_INVALID",
      `${path} is an analysis of another model, ${analysis.model.name}; --model takes that file`,
    );
  }
  if (className === null && analysis.options.scope === "class" && analysis.classes.length > 1) {
    const known = analysis.classes.map(({ id }) => id).join(", ");
    throw new GipfelError(
      "OPTION_INVALID",
      `the classes of ${path} were clustered each by itself: --class says whose concepts are meant (${known})`,
    );
  }
  const chosen = className === null ? analysis.classes : [findClass(analysis, className)];
  const nodes = new Map<string, NamedNode>();
  for (const { id: classId } of chosen) {
    const { layers, nodes: ofClass } = await readClassGraph(path, classId);
    const hidden = new Map(layers.filter(({ role }) => role === "hidden").map(({ id, name }) => [id, name]));
    for (const { id, layer, neurons } of ofClass) {
      const name = hidden.get(layer);
      if (name !== undefined && !nodes.has(id)) nodes.set(id, { id, layer: name, neurons });
    }
  }
  return [...nodes.values()];
}
