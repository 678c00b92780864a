import { type Client, ProblemError } from "@gipfel/client";
import { type LayerClustering, messageOf, parseGraphDocument, type ViewConcepts } from "@gipfel/contracts";
import { followRanks, namesThatHold, successors } from "../../../graph-model/follow-concepts.js";
import { buildGraphModel, type GraphModel } from "../../../graph-model/graph-model.js";
import { conceptsOf } from "../../../graph-model/regrouped.js";

/** The graph that is edited. */
export interface EditedGraph {
  readonly params: { readonly analysis: string; readonly class: string } | null;
  /** As it is shown. */
  readonly model: GraphModel | null;
  /** What the open view says; nothing without one. */
  readonly base: Required<ViewConcepts>;
  /** Shows the same class with other concepts. */
  show(model: GraphModel): void;
}

interface Edit {
  /** What was done, as a sentence without its stop. */
  readonly words: string;
  readonly concepts: Required<ViewConcepts>;
  /** What was there before it. */
  readonly before: { readonly concepts: Required<ViewConcepts>; readonly model: GraphModel; readonly class: string };
}

interface Refusal {
  readonly message: string;
  /** Whether only another analysis can tell. */
  readonly needsRerun: boolean;
}

/** Other concepts than those of the analysis or the open view, tried out before they are kept. */
export class ConceptEdits {
  #edits = $state.raw<readonly Edit[]>([]);
  /** Nodes of one layer, by id, that are to be merged. */
  chosen = $state.raw<readonly string[]>([]);
  busy = $state(false);
  refusal = $state.raw<Refusal | null>(null);

  readonly list: readonly Pick<Edit, "words">[] = $derived(this.#edits);
  /** What all edits make of the analysis; null without any. */
  readonly concepts = $derived(this.#edits.at(-1)?.concepts ?? null);
  /** The graph before the first edit. */
  readonly original = $derived(this.#edits[0]?.before.model ?? null);

  constructor(
    private readonly service: Client,
    private readonly graph: EditedGraph,
  ) {}

  /** Gives a node another name in the view, or, with none, its own. */
  rename(node: string, name: string, words: string): void {
    const { layers, names } = this.concepts ?? this.graph.base;
    const { [node]: _, ...others } = names;
    this.#add(words, { layers, names: name === "" ? others : { ...others, [node]: name } });
  }

  /** Has the service regroup a layer, and shows what comes of it; `refusal` says why not. */
  async regroup(layer: string, clustering: LayerClustering, words: string): Promise<void> {
    const { params, model } = this.graph;
    if (!params || !model || this.busy) return;
    const { layers, names } = this.concepts ?? this.graph.base;
    const previewed = await this.#preview({ ...layers, [layer]: clustering });
    if (!previewed || model.document !== this.graph.model?.document) return;
    const made = { ...previewed, ranks: followRanks(model.ranks, model.document, previewed.document) };
    const next = successors(model.document, made.document);
    // A name that a reader noted for the analysis would be lost with the id, so the view takes it over.
    const kept = [...namesThatHold(model.names, model.document, made.document)].filter(([id]) => isIn(layer, id));
    const others = Object.entries(names).filter(([id]) => !isIn(layer, id));
    const isCount = "clusters" in clustering;
    const concepts = conceptsOf(made.document, layer).map(({ neurons }) => neurons);
    this.#add(words, {
      layers: { ...layers, [layer]: isCount ? clustering : { concepts } },
      names: Object.fromEntries([...others, ...kept]),
    });
    this.chosen = isCount ? [] : [...new Set(this.chosen.flatMap((id) => next.get(id) ?? []))];
    this.graph.show(made);
  }

  /** Takes back the last edits. @param left how many stay */
  async undo(left: number): Promise<void> {
    const undone = this.#edits[left];
    if (!undone || this.busy) return;
    const { concepts, model, class: classId } = undone.before;
    const isShown = this.graph.params?.class === classId;
    const before = isShown ? model : await this.#preview(concepts.layers);
    if (!before) return;
    this.#edits = this.#edits.slice(0, left);
    this.chosen = [];
    this.refusal = null;
    this.graph.show(before);
  }

  /** Without going back to what was shown: something else will be. */
  forget(): void {
    this.#edits = [];
    this.chosen = [];
    this.refusal = null;
  }

  async #preview(layers: ViewConcepts["layers"]): Promise<GraphModel | null> {
    const { params } = this.graph;
    if (!params) return null;
    this.busy = true;
    this.refusal = null;
    try {
      return buildGraphModel(parseGraphDocument(await this.service.previewGraph({ params, body: { layers } })));
    } catch (error) {
      const needsRerun = error instanceof ProblemError && error.problem.code === "RERUN_NEEDED";
      this.refusal = { message: messageOf(error), needsRerun };
      return null;
    } finally {
      this.busy = false;
    }
  }

  #add(words: string, concepts: Required<ViewConcepts>): void {
    const { params, model, base } = this.graph;
    if (!params || !model) return;
    const before = { concepts: this.concepts ?? base, model, class: params.class };
    this.#edits = [...this.#edits, { words, concepts, before }];
    this.refusal = null;
  }
}

const isIn = (layer: string, node: string): boolean => node.slice(0, node.lastIndexOf("/")) === layer;
