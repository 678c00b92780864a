import { type Client, ProblemError } from "@gipfel/client";
import { GipfelError, messageOf, parseGraphDocument, type ViewConcepts } from "@gipfel/contracts";
import { clusteringAfter, conceptsAfter, describeStep } from "../../../graph-model/concept-step.js";
import { followRanks, successors } from "../../../graph-model/follow-concepts.js";
import { buildGraphModel, type GraphModel } from "../../../graph-model/graph-model.js";
import { type ConceptStep, fitsAddress } from "../../../routing/concept-steps.js";

interface Params {
  readonly analysis: string;
  readonly class: string;
}

/** The graph that is edited. */
export interface EditedGraph {
  readonly params: Params | null;
  /** As it is shown. */
  readonly model: GraphModel | null;
  /** What the open view says; nothing without one. */
  readonly base: Required<ViewConcepts>;
  /** A graph with the names of its nodes, where edits say so much of them; null for what the view says. */
  named(model: GraphModel, edited: ViewConcepts | null): GraphModel;
  /** Shows the same class with other concepts, of which the address is told. */
  show(model: GraphModel, steps: readonly ConceptStep[]): void;
}

/** A graph with the concepts that it was made of. */
interface Moment {
  readonly params: Params;
  readonly model: GraphModel;
  readonly concepts: Required<ViewConcepts>;
}

interface Edit {
  readonly step: ConceptStep;
  /** What was done, as a sentence without its stop. */
  readonly words: string;
  readonly before: Moment;
  readonly after: Moment;
}

interface Refusal {
  readonly message: string;
  /** Whether only another analysis can tell. */
  readonly needsRerun: boolean;
}

/** Other concepts than those of the analysis or the open view, tried out before they are kept. */
export class ConceptEdits {
  /** Also those that were taken back, until another one is made. */
  #history = $state.raw<readonly Edit[]>([]);
  #done = $state(0);
  /** Nodes of one layer, by id, that are to be merged. */
  chosen = $state.raw<readonly string[]>([]);
  busy = $state(false);
  refusal = $state.raw<Refusal | null>(null);

  readonly list: readonly Pick<Edit, "words" | "step">[] = $derived(this.#history.slice(0, this.#done));
  /** What {@link redo} does; null where nothing was taken back. */
  readonly next: Pick<Edit, "words"> | null = $derived(this.#history.at(this.#done) ?? null);
  readonly steps: readonly ConceptStep[] = $derived(this.list.map(({ step }) => step));
  /** Whether a link to the page can hold them. */
  readonly inLink = $derived(fitsAddress(this.steps));
  /** What all edits make of the analysis; null without any. */
  readonly concepts = $derived(this.#done > 0 ? this.#history[this.#done - 1].after.concepts : null);
  /** The graph before the first edit. */
  readonly original = $derived(this.#done > 0 ? this.#history[0].before.model : null);

  constructor(
    private readonly service: Client,
    private readonly graph: EditedGraph,
  ) {}

  /** Does one edit, and shows what comes of it; `refusal` says why not. */
  async apply(step: ConceptStep): Promise<void> {
    const { params, model, base } = this.graph;
    if (!params || !model) return;
    const before = { params, model, concepts: this.concepts ?? base };
    const edit = await this.#try(() => this.#edit(before, step));
    if (!edit || model.document !== this.graph.model?.document) return;
    this.#history = [...this.#history.slice(0, this.#done), edit];
    this.#done += 1;
    const next = successors(model.document, edit.after.model.document);
    const chosen = step.kind === "find" ? [] : this.chosen.flatMap((id) => next.get(id) ?? []);
    this.graph.show(edit.after.model, this.steps);
    this.chosen = [...new Set(chosen)];
  }

  /** Takes back the last edits. @param left how many stay */
  async undo(left = this.#done - 1): Promise<void> {
    const undone = this.#history[left];
    if (undone && left < this.#done) await this.#return(undone.before, left);
  }

  /** Does again what was taken back last. */
  async redo(): Promise<void> {
    const redone = this.#history[this.#done];
    if (redone) await this.#return(redone.after, this.#done + 1);
  }

  /** Without going back to what was shown: something else will be. */
  forget(): void {
    this.#history = [];
    this.#done = 0;
    this.chosen = [];
    this.refusal = null;
  }

  /**
   * Does edits on the graph of the analysis or the view, in place of those that there are. Where one is refused, it and
   * all after it are left out, and `refusal` says why.
   * @throws whatever keeps the service from answering
   */
  async replay(
    params: Params,
    model: GraphModel,
    steps: readonly ConceptStep[],
    signal: AbortSignal,
  ): Promise<GraphModel> {
    const edits: Edit[] = [];
    let refusal: Refusal | null = null;
    let now: Moment = { params, model: this.graph.named(model, null), concepts: this.graph.base };
    try {
      for (const step of steps) {
        const edit = await this.#edit(now, step, signal);
        edits.push(edit);
        now = { ...edit.after, model: this.graph.named(edit.after.model, edit.after.concepts) };
      }
    } catch (error) {
      const isRefused = error instanceof ProblemError ? error.problem.status < 500 : error instanceof GipfelError;
      if (!isRefused) throw error;
      refusal = refusalOf(error);
    }
    signal.throwIfAborted();
    this.#history = edits;
    this.#done = edits.length;
    this.refusal = refusal;
    return now.model;
  }

  async #return({ params, model, concepts }: Moment, done: number): Promise<void> {
    const now = this.graph.params;
    if (!now || this.busy) return;
    const shown = now.class === params.class ? model : await this.#try(() => this.#preview(now, concepts.layers));
    if (!shown) return;
    this.#done = done;
    this.refusal = null;
    this.graph.show(shown, this.steps);
    this.chosen = [];
  }

  async #edit(before: Moment, step: ConceptStep, signal?: AbortSignal): Promise<Edit> {
    const { params, model, concepts } = before;
    const clustering = clusteringAfter(model.document, step);
    const words = describeStep(model, step);
    const made = clustering && (await this.#preview(params, { ...concepts.layers, [step.layer]: clustering }, signal));
    const shown = made ? { ...made, ranks: followRanks(model.ranks, model.document, made.document) } : model;
    const after = { params, model: shown, concepts: conceptsAfter(step, model, concepts, shown.document) };
    return { step, words, before, after };
  }

  async #preview(params: Params, layers: ViewConcepts["layers"], signal?: AbortSignal): Promise<GraphModel> {
    return buildGraphModel(parseGraphDocument(await this.service.previewGraph({ params, body: { layers }, signal })));
  }

  /** One at a time. @returns null where it is refused */
  async #try<T>(work: () => Promise<T>): Promise<T | null> {
    if (this.busy) return null;
    this.busy = true;
    this.refusal = null;
    try {
      return await work();
    } catch (error) {
      this.refusal = refusalOf(error);
      return null;
    } finally {
      this.busy = false;
    }
  }
}

function refusalOf(error: unknown): Refusal {
  const code = error instanceof ProblemError ? error.problem.code : error instanceof GipfelError ? error.code : null;
  return { message: messageOf(error), needsRerun: code === "RERUN_NEEDED" };
}
