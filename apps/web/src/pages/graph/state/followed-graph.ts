import type { Client } from "@gipfel/client";
import { parseGraphDocument } from "@gipfel/contracts";
import { buildGraphModel, type GraphModel } from "../../../graph-model/graph-model.js";
import { largestGraph } from "../../../graph-model/whole-size.js";
import { conceptSteps } from "../../../routing/concept-steps.js";
import type { GraphAddress } from "../../../routing/graph-address.js";
import type { Loader } from "../../../service/loadable.svelte.js";
import type { Annotations } from "./annotations.svelte.js";
import type { ConceptEdits } from "./concept-edits.svelte.js";
import type { Views } from "./views.svelte.js";

interface Params {
  readonly analysis: string;
  readonly class: string;
}

/** What shows the graph. */
interface Shown {
  readonly service: Client;
  readonly graph: Loader<GraphModel>;
  readonly edits: ConceptEdits;
  readonly annotations: Annotations;
  readonly views: Views;
  readonly address: GraphAddress;
  change(part: Partial<GraphAddress>): void;
}

/** Whether each class has concepts of its own. */
export const hasOwnConcepts = (model: GraphModel | null): boolean => model?.document.options.scope === "class";

/** Loads the graph that an address names, with the edits that it names, unless they were made here. */
export class FollowedGraph {
  #last: (Params & { readonly view: string | null }) | null = null;

  constructor(private readonly shown: Shown) {}

  /** @param asked the edits of the address, as text */
  follow(params: Params, view: string | null, asked: string): void {
    const { edits, graph } = this.shown;
    const last = this.#last;
    const isSameClass = last?.class === params.class;
    // Edits are of one view of one analysis; where each class has its own concepts, of one class.
    const isSameSubject =
      last?.analysis === params.analysis && last.view === view && (isSameClass || !hasOwnConcepts(graph.latest));
    const kept = edits.inLink ? conceptSteps.format(edits.steps) : "";
    const holds = isSameSubject && asked === kept;
    if (holds && isSameClass) return;
    if (!holds) edits.forget();
    this.#last = { ...params, view };
    // An address that names neither is filled in, so that it means the same when analyses are added.
    this.shown.change(params);
    graph.load((signal) => this.#load(params, view, signal));
  }

  /** Loads the same anew when it is followed next. */
  forget(): void {
    this.#last = null;
  }

  async #load(params: Params, view: string | null, signal: AbortSignal): Promise<GraphModel> {
    const { service, edits, annotations, views, address } = this.shown;
    const layers = edits.concepts?.layers;
    const query = { ...largestGraph, ...(view !== null && { view }) };
    const document = layers
      ? await service.previewGraph({ params, body: { layers }, signal })
      : await service.showGraph({ params, query, signal });
    const model = buildGraphModel(parseGraphDocument(document));
    const steps = edits.concepts ? [] : address.edits;
    if (steps.length === 0) return model;
    // Edits add to what the view says, and names go along.
    await Promise.all([annotations.loaded, views.loaded]);
    const edited = await edits.replay(params, model, steps, signal);
    // What was refused is no part of the page; where it can be read why, is.
    if (edits.refusal) this.shown.change({ edits: edits.steps, panel: "concepts" });
    return edited;
  }
}
