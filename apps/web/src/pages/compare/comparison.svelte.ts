import type { Client } from "@gipfel/client";
import { type AnalysisSummary, type GraphDocument, parseGraphDocument } from "@gipfel/contracts";
import { compareGraphs, compareSelections, pruneToShare } from "@gipfel/graph";
import type { Navigation } from "../../routing/navigation.svelte.js";
import { type CompareAddress, compareAddress, compareRoute } from "../../routing/route.js";
import { Loader } from "../../service/loadable.svelte.js";
import { readAll } from "../../service/read-all.js";
import { ComparedSide } from "./compared-side.svelte.js";

/** What the page of a comparison shows: two graphs that its address names, and what they have in common. */
export class Comparison {
  readonly analyses = new Loader<AnalysisSummary[]>();
  readonly #address = $derived.by((): CompareAddress => {
    const { route } = this.navigation;
    return route.page === "compare" ? route.address : compareAddress({});
  });
  readonly a: ComparedSide;
  readonly b: ComparedSide;
  /** Both graphs as one; null until both are there. */
  readonly result = $derived.by(() => {
    const [a, b] = [this.a.graph.value, this.b.graph.value];
    return a && b ? compareGraphs(a, b) : null;
  });
  /** Of each graph's attribution, in [0, 1]: as the address has it, else so that neither picture is crowded. */
  readonly share = $derived.by(() => {
    const openings = [this.a.opening, this.b.opening].map((opening) => opening?.asked ?? 1);
    return this.#address.share ?? Math.min(...openings);
  });
  /** What each picture shows, and what both. */
  readonly shown = $derived.by(() => {
    const [comparison, a, b] = [this.result, this.a.index, this.b.index];
    if (!comparison || !a || !b) return null;
    const pictures = { a: pruneToShare(a, this.share), b: pruneToShare(b, this.share) };
    return compareSelections(comparison, { a, b }, pictures);
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
      const { analysis, class: id, view } = this.#address;
      return { all: all(), analysis, class: id, view, not: null };
    });
    this.b = new ComparedSide(service, readGraph, () => {
      const { otherAnalysis, otherClass, otherView } = this.#address;
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
        ? { analysis, class: id, view: null }
        : { otherAnalysis: analysis, otherClass: id, otherView: null };
    this.navigation.go(compareRoute({ ...this.#filled(), ...part }));
  }

  showShare(share: number): void {
    this.navigation.replace(compareRoute({ ...this.#address, share }));
  }

  swap(): void {
    const now = this.#filled();
    this.navigation.go(
      compareRoute({
        ...now,
        ...{ analysis: now.otherAnalysis, class: now.otherClass, view: now.otherView },
        ...{ otherAnalysis: now.analysis, otherClass: now.class, otherView: now.view },
      }),
    );
  }

  /** The address with both sides named, also where the page chose them. */
  #filled(): CompareAddress {
    return {
      ...this.#address,
      ...{ analysis: this.a.analysis?.id ?? null, class: this.a.class?.id ?? null },
      ...{ otherAnalysis: this.b.analysis?.id ?? null, otherClass: this.b.class?.id ?? null },
    };
  }
}
