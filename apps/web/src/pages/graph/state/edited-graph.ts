import type { ViewConcepts } from "@gipfel/contracts";
import { successors } from "../../../graph-model/follow-concepts.js";
import type { GraphModel } from "../../../graph-model/graph-model.js";
import { followPins } from "../../../graph-model/pins.js";
import { nodeNames } from "../../../graph-model/regrouped.js";
import { type ConceptStep, fitsAddress } from "../../../routing/concept-steps.js";
import type { GraphAddress, Place, Selected } from "../../../routing/graph-address.js";
import type { Loader } from "../../../service/loadable.svelte.js";
import type { Annotations } from "./annotations.svelte.js";
import type { EditedGraph } from "./concept-edits.svelte.js";

/** What shows the graph. */
interface Shown {
  readonly analysis: { readonly id: string } | null;
  readonly class: { readonly id: string } | null;
  readonly graph: Loader<GraphModel>;
  /** With the names of its nodes. */
  readonly model: GraphModel | null;
  readonly annotations: Pick<Annotations, "names">;
  readonly view: { readonly content: ViewConcepts } | null;
  readonly selected: Selected | null;
  readonly share: number;
  readonly seen: Place | null;
  readonly address: GraphAddress;
  visit(part: Partial<GraphAddress>): void;
}

/** The graph of an explorer, as its edits see it. */
export function editedGraph(explorer: Shown): EditedGraph {
  return {
    get params() {
      const { analysis, class: chosen } = explorer;
      return analysis && chosen && { analysis: analysis.id, class: chosen.id };
    },
    get model() {
      const { latest } = explorer.graph;
      return latest && { ...latest, names: explorer.model?.names ?? latest.names };
    },
    get base() {
      const { layers = {}, names = {} } = explorer.view?.content ?? {};
      return { layers, names };
    },
    named: (model, edited) => {
      const concepts = edited ?? explorer.view?.content ?? null;
      return { ...model, names: nodeNames(model.document, explorer.annotations.names, concepts) };
    },
    show: (model, steps) => showOther(explorer, model, steps),
  };
}

/** What is pinned and selected goes along to where its neurons are now; as much is shown as before, and at the same place. */
function showOther(explorer: Shown, model: GraphModel, steps: readonly ConceptStep[]): void {
  const from = explorer.graph.latest;
  const { selected, share, seen } = explorer;
  const edits = fitsAddress(steps) ? steps : [];
  if (from?.document === model.document) return explorer.visit({ edits });
  explorer.graph.set(model);
  if (!from) return explorer.visit({ edits });
  const next = successors(from.document, model.document);
  const node = selected?.kind === "node" ? next.get(selected.id) : undefined;
  const follows = node !== undefined || selected?.kind === "layer";
  const now = node === undefined ? selected : { kind: "node" as const, id: node };
  const pins = followPins(explorer.address, next);
  explorer.visit({ ...pins, edits, share, at: seen, selected: follows ? now : null });
}
