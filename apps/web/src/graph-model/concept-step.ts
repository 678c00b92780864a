import { GipfelError, type GraphDocument, type LayerClustering, type ViewConcepts } from "@gipfel/contracts";
import type { ConceptStep } from "../routing/concept-steps.js";
import { count, nodeLabel } from "../wording.js";
import { namesThatHold } from "./follow-concepts.js";
import type { GraphModel } from "./graph-model.js";
import { conceptLayer, conceptsOf, mergedConcepts } from "./regrouped.js";

/**
 * What the layer is to be clustered into; null for a step that gives a name alone.
 * @throws GipfelError NODE_NOT_FOUND where the graph has no such concept, or the step is about less than two
 */
export function clusteringAfter(document: GraphDocument, step: ConceptStep): LayerClustering | null {
  const { kind, layer } = step;
  if (kind === "find") return { clusters: step.clusters };
  const concepts = conceptsOf(document, layer);
  const place = (concept: number) => {
    const found = concepts.findIndex(({ id }) => id === `${layer}/${concept}`);
    if (found < 0) throw new GipfelError("NODE_NOT_FOUND", `layer ${layer} has no concept ${concept} to ${kind}`);
    return found;
  };
  if (kind === "merge") {
    const merged = new Set(step.concepts.map((concept) => concepts[place(concept)].id));
    if (merged.size < 2) throw new GipfelError("NODE_NOT_FOUND", "it takes two concepts to merge them");
    return { concepts: mergedConcepts(document, layer, merged) };
  }
  const concept = place(step.concept);
  if (kind === "name") return null;
  return { concepts: concepts.map(({ neurons }) => neurons), split: { concept, into: 2 } };
}

/** What was done to a graph, as a sentence without its stop. */
export function describeStep(model: GraphModel, step: ConceptStep): string {
  const layer = model.layerNames.get(step.layer) ?? step.layer;
  const label = (concept: number) => {
    const node = model.nodes.get(`${step.layer}/${concept}`);
    return node ? nodeLabel(model, node) : `concept ${concept}`;
  };
  if (step.kind === "merge") {
    const { concepts } = step;
    return `Merged ${concepts.length > 2 ? `${concepts.length} concepts` : concepts.map(label).join(" and ")} of ${layer}`;
  }
  if (step.kind === "split") return `Split ${label(step.concept)} of ${layer}`;
  if (step.kind === "find") return `Found ${count(step.clusters)} concepts in ${layer}`;
  const own = model.names.get(`${step.layer}/${step.concept}`) ?? "";
  const done = step.name === "" ? `Took the name “${own}” away` : `Named ${label(step.concept)} “${step.name}”`;
  return `${done} in ${layer}`;
}

/**
 * What a view says after a step.
 * @param before with the names of its nodes
 * @param concepts what the view said before
 * @param after the graph that came of it
 */
export function conceptsAfter(
  step: ConceptStep,
  before: Pick<GraphModel, "document" | "names">,
  concepts: Required<ViewConcepts>,
  after: GraphDocument,
): Required<ViewConcepts> {
  const { layers, names } = concepts;
  const { layer } = step;
  if (step.kind === "name") {
    const { [`${layer}/${step.concept}`]: _, ...others } = names;
    return { layers, names: step.name === "" ? others : { ...others, [`${layer}/${step.concept}`]: step.name } };
  }
  // A name that a reader noted for the analysis would be lost with the id, so the view takes it over.
  const kept = [...namesThatHold(before.names, before.document, after)].filter(([id]) => conceptLayer(id) === layer);
  const others = Object.entries(names).filter(([id]) => conceptLayer(id) !== layer);
  const clustering =
    step.kind === "find"
      ? { clusters: step.clusters }
      : { concepts: conceptsOf(after, layer).map(({ neurons }) => neurons) };
  return { layers: { ...layers, [layer]: clustering }, names: Object.fromEntries([...others, ...kept]) };
}
