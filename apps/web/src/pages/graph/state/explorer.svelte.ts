import type { Client } from "@gipfel/client";
import { type AnalysisDocument, type AnalysisSummary, parseGraphDocument } from "@gipfel/contracts";
import { pruneToShare } from "@gipfel/graph";
import { untrack } from "svelte";
import { buildGraphModel, type GraphModel } from "../../../graph-model/graph-model.js";
import { ImageStore } from "../../../images/image-store.js";
import { type GraphAddress, graphAddress, type Selected } from "../../../routing/graph-address.js";
import type { Navigation } from "../../../routing/navigation.svelte.js";
import { graphRoute } from "../../../routing/route.js";
import { Loader } from "../../../service/loadable.svelte.js";
import { readAll } from "../../../service/read-all.js";

/** What the page of a graph shows: what its address says, and what has been loaded for it. */
export class Explorer {
  readonly analyses = new Loader<AnalysisSummary[]>();
  /** What the chosen analysis says about itself; the graph does not wait for it. */
  readonly about = new Loader<AnalysisDocument>();
  readonly graph = new Loader<GraphModel>();

  readonly address = $derived.by((): GraphAddress => {
    const { route } = this.navigation;
    return route.page === "graph" ? route.address : graphAddress({});
  });
  /** The analysis and class that the address names, or the first that there are. */
  readonly analysis = $derived(find(this.analyses.value, this.address.analysis));
  readonly class = $derived(find(this.analysis?.classes, this.address.class));
  readonly #view = $derived(this.address.view);
  readonly images = $derived.by(() => (this.analysis ? new ImageStore(this.service, this.analysis.id) : null));
  /** The graph to draw: while another class of the same analysis loads, still the last one. */
  readonly model = $derived(this.graph.latest);
  /** Share of the attribution to show, in [0, 1]. */
  readonly share = $derived(this.address.share ?? this.model?.opening.asked ?? 1);
  /** What stays when the graph is pruned to the share. */
  readonly visible = $derived(this.model ? pruneToShare(this.model.index, this.share) : null);

  constructor(
    readonly service: Client,
    readonly navigation: Navigation,
  ) {}

  async start(): Promise<void> {
    await this.analyses.load((signal) => readAll((query) => this.service.listResults({ query, signal })));
  }

  get selected(): Selected | null {
    const { selected } = this.address;
    // Classes may have concepts in common: what is selected stays selected where the new graph has it, too.
    return selected && this.model && has(this.model, selected) ? selected : null;
  }

  set selected(selected: Selected | null) {
    this.change({ selected });
  }

  /** Changes what the page shows; the address follows. */
  change(part: Partial<GraphAddress>): void {
    this.navigation.replace({ page: "graph", address: { ...this.address, ...part } });
  }

  openAnalysis(id: string): void {
    this.navigation.go(graphRoute({ analysis: id, quantity: this.address.quantity, pictures: this.address.pictures }));
  }

  /** Another class of the same analysis: how it is looked at stays. */
  openClass(id: string): void {
    const address = { ...this.address, analysis: this.analysis?.id ?? null, class: id };
    this.navigation.go({ page: "graph", address: { ...address, view: null, at: null, image: null } });
  }

  /** To be called in an effect: loads what the chosen analysis says about itself whenever another one is chosen. */
  followAnalysis(): void {
    const analysis = this.analysis?.id;
    if (!analysis) return this.about.clear();
    this.graph.clear();
    this.about.load((signal) => this.service.showAnalysisDocument({ params: { analysis }, signal }));
  }

  /** To be called in an effect: loads the graph whenever another analysis, class or view is chosen. */
  followClass(): void {
    const analysis = this.analysis?.id;
    const classId = this.class?.id;
    const view = this.#view;
    if (!analysis || !classId) return this.graph.clear();
    // An address that names neither is filled in, so that it means the same when analyses are added.
    untrack(() => this.change({ analysis, class: classId }));
    this.graph.load(async (signal) => {
      const params = { analysis, class: classId };
      const query = view === null ? {} : { view };
      return buildGraphModel(parseGraphDocument(await this.service.showGraph({ params, query, signal })));
    });
  }

  retry(): void {
    if (this.analyses.current.state === "failed") this.start();
    else this.followClass();
  }
}

/** The entry of this id; the first where no id is given. */
function find<T extends { readonly id: string }>(all: readonly T[] | null | undefined, id: string | null): T | null {
  return (id === null ? all?.[0] : all?.find((entry) => entry.id === id)) ?? null;
}

function has(model: GraphModel, { kind, id }: Selected): boolean {
  return { node: model.nodes, edge: model.edges, layer: model.layers }[kind].has(id);
}
