import type { Client } from "@gipfel/client";
import { type AnalysisSummary, type GraphDocument, parseGraphDocument } from "@gipfel/contracts";
import { compareGraphs } from "@gipfel/graph";
import type { Picture } from "../../canvas/picture.js";
import { buildGraphModel } from "../../graph-model/graph-model.js";
import type { Layout } from "../../graph-model/layout.js";
import type { Selected } from "../../routing/graph-address.js";
import type { Navigation } from "../../routing/navigation.svelte.js";
import { type CompareAddress, compareAddress, compareRoute } from "../../routing/route.js";
import { Loader } from "../../service/loadable.svelte.js";
import { readAll } from "../../service/read-all.js";
import { comparedMarks, comparedOpening, comparedRanks, comparedScene, shownAt } from "./compare-picture.js";
import { ComparedSide } from "./compared-side.svelte.js";

/** What the page of a comparison shows: two graphs that its address names, and what they have in common. */
export class Comparison {
  readonly analyses = new Loader<AnalysisSummary[]>();
  readonly address = $derived.by(
    (): CompareAddress => this.navigation.routeOf("compare")?.address ?? compareAddress({}),
  );
  readonly a: ComparedSide;
  readonly b: ComparedSide;
  /** Both graphs as one; null until both are there. */
  readonly result = $derived.by(() => {
    const [a, b] = [this.a.graph.value, this.b.graph.value];
    return a && b ? compareGraphs(a, b) : null;
  });
  /** Of both graphs as one. */
  readonly model = $derived.by(() => this.result && buildGraphModel(this.result.union));
  readonly #showAt = $derived.by(() => {
    const [comparison, a, b] = [this.result, this.a.index, this.b.index];
    return comparison && a && b ? (share: number) => shownAt(comparison, { a, b }, share) : null;
  });
  readonly #opening = $derived.by(() => {
    const [comparison, showAt] = [this.result, this.#showAt];
    return comparison && showAt ? comparedOpening(comparison, showAt) : 1;
  });
  /** Of each graph's attribution, in [0, 1]: as the address has it, else so that the picture is not crowded. */
  readonly share = $derived.by(() => this.address.share ?? this.#opening);
  /** What each picture shows, and what both. */
  readonly shown = $derived.by(() => this.#showAt?.(this.share) ?? null);
  readonly #layout = $derived.by((): Layout | null => {
    const [comparison, showAt] = [this.result, this.#showAt];
    if (!comparison || !showAt) return null;
    return { ranks: comparedRanks(comparison, showAt, this.#opening), hidden: new Set(), collapsed: new Set() };
  });
  readonly picture = $derived.by((): Picture | null => {
    const { model, result, shown } = this;
    const layout = this.#layout;
    if (!model || !result || !shown || !layout) return null;
    return { model, layout, scene: comparedScene(model, result, shown), marks: comparedMarks(shown) };
  });
  /** What is selected, where a picture shows it. */
  readonly selected = $derived.by(() => {
    const { selected } = this.address;
    const all = selected?.kind === "node" ? this.shown?.nodes : this.shown?.edges;
    return selected && all?.has(selected.id) ? selected : null;
  });

  constructor(
    readonly service: Client,
    readonly navigation: Navigation,
  ) {
    const readGraph = async (
      analysis: string,
      id: string,
      view: string | null,
      signal: AbortSignal,
    ): Promise<GraphDocument> => {
      const params = { analysis, class: id };
      return parseGraphDocument(await service.showGraph({ params, query: view === null ? {} : { view }, signal }));
    };
    const all = () => this.analyses.value ?? [];
    this.a = new ComparedSide(service, readGraph, () => {
      const { analysis, class: id, view } = this.address;
      return { all: all(), analysis, class: id, view, not: null };
    });
    this.b = new ComparedSide(service, readGraph, () => {
      const { otherAnalysis, otherClass, otherView } = this.address;
      const first = this.a.analysis?.id ?? null;
      const same = otherAnalysis === null || otherAnalysis === first;
      const not = same ? (this.a.class?.id ?? null) : null;
      return { all: all(), analysis: otherAnalysis ?? first, class: otherClass, view: otherView, not };
    });
  }

  async start(): Promise<void> {
    await this.analyses.load((signal) => readAll((query) => this.service.listResults({ query, signal })));
  }

  /** Another graph on one side. Its view goes: a view belongs to one analysis. */
  choose(side: ComparedSide, analysis: string, id: string | null): void {
    const part =
      side === this.a
        ? { analysis, class: id, view: null, selected: null }
        : { otherAnalysis: analysis, otherClass: id, otherView: null, selected: null };
    this.navigation.go(compareRoute({ ...this.#filled(), ...part }));
  }

  /** Also lists what it is: an edge among edges, a concept among concepts. */
  select(selected: Selected | null): void {
    const list = selected?.kind === "node" ? "concepts" : selected?.kind === "edge" ? "edges" : this.address.list;
    this.change({ selected, list });
  }

  change(part: Partial<Pick<CompareAddress, "selected" | "show" | "list" | "share">>): void {
    this.navigation.replace(compareRoute({ ...this.address, ...part }));
  }

  swap(): void {
    const now = this.#filled();
    this.navigation.go(
      compareRoute({
        ...now,
        selected: null,
        ...{ analysis: now.otherAnalysis, class: now.otherClass, view: now.otherView },
        ...{ otherAnalysis: now.analysis, otherClass: now.class, otherView: now.view },
      }),
    );
  }

  /** The address with both sides named, also where the page chose them. */
  #filled(): CompareAddress {
    return {
      ...this.address,
      ...{ analysis: this.a.analysis?.id ?? null, class: this.a.class?.id ?? null },
      ...{ otherAnalysis: this.b.analysis?.id ?? null, otherClass: this.b.class?.id ?? null },
    };
  }
}
