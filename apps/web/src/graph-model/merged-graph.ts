import { GipfelError, type GraphDocument, type ViewConcepts } from "@gipfel/contracts";
import { planRegrouping, type Regrouping, regroupGraph } from "@gipfel/graph";

/** Of concepts by hand, and without the activations that they were found in. */
const unknown = { silhouette: null, chanceSilhouette: null, stability: null } as const;

/**
 * A graph with concepts that are unions of those it has, from its document alone: all figures of a union are sums.
 *
 * @throws GipfelError RERUN_NEEDED for concepts that take one apart; OPTION_INVALID where the document is a part of a
 *   graph, and for what is no partition of the neurons
 */
export function mergedGraph(document: GraphDocument, layers: ViewConcepts["layers"]): GraphDocument {
  const entries = Object.entries(layers);
  if (entries.length === 0) return document;
  if (document.nodes.some(({ cut }) => cut)) {
    throw new GipfelError(
      "OPTION_INVALID",
      "this file holds part of a graph, and a merged concept would have edges that it lacks; open the whole graph to merge",
    );
  }
  const regroupings = entries.map(([layer, clustering]): [string, Regrouping] => {
    if ("clusters" in clustering || clustering.split) throw apart();
    return [layer, { clusters: clustering.concepts, ...unknown }];
  });
  const plan = planRegrouping(document, new Map(regroupings));
  if ([...plan.nodes.values()].flat().some(({ parts }) => parts === null)) throw apart();
  return regroupGraph(document, plan, { neurons: new Map(), matrices: [] });
}

const apart = () =>
  new GipfelError("RERUN_NEEDED", "a file with a graph tells of its concepts, and nothing of their single neurons");
