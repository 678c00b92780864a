import type { AnalysisDocument, AnalysisSummary } from "@gipfel/contracts";
import { pruneToShare } from "@gipfel/graph";
import { formatAddress, parseAddress } from "../address.js";
import type { ApiClient } from "../api-client.js";
import { buildGraphModel, type GraphModel } from "../graph-model.js";
import { ImageStore } from "../images/image-store.js";
import { Loader } from "./loadable.svelte.js";

/** A node or layer by id, or an edge by `edgeKey`. */
export type Selected = { kind: "node" | "edge" | "layer"; id: string };

/** What the page shows: the address, what has been loaded for it, and what the reader has pointed at. */
export class Explorer {
  readonly analyses = new Loader<AnalysisSummary[]>();
  /** What the chosen analysis says about itself; the graph does not wait for it. */
  readonly about = new Loader<AnalysisDocument>();
  readonly graph = new Loader<GraphModel>();
  selected = $state.raw<Selected | null>(null);

  /** Id of the analysis that was opened last. */
  #opened: string | null = null;
  #address = $state.raw(parseAddress(location.search));
  readonly analysis = $derived(this.analyses.value?.find((entry) => entry.id === this.#address.analysis) ?? null);
  readonly class = $derived(this.analysis?.classes.find((entry) => entry.id === this.#address.class) ?? null);
  readonly images = $derived.by(() => (this.analysis ? new ImageStore(this.api, this.analysis.id) : null));
  /** The graph to draw: while another class of the same analysis loads, still the last one. */
  readonly model = $derived(this.graph.latest);
  /** Share of the attribution to show, in [0, 1]. */
  readonly share = $derived(this.#address.share ?? this.model?.opening.asked ?? 1);
  /** What stays when the graph is pruned to the share. */
  readonly visible = $derived(this.model ? pruneToShare(this.model.index, this.share) : null);

  constructor(private readonly api: ApiClient) {}

  async start(): Promise<void> {
    await this.analyses.load((signal) => this.api.listAnalyses(signal));
    this.#followAddress();
  }

  /** To be called when the reader goes back or forward. */
  returnToAddress(): void {
    this.#address = parseAddress(location.search);
    this.#followAddress();
  }

  openAnalysis(id: string): void {
    this.#open(id, null);
  }

  openClass(id: string): void {
    this.#open(this.#address.analysis, id);
  }

  showShare(share: number): void {
    this.#address = { ...this.#address, share };
    history.replaceState(null, "", formatAddress(this.#address));
  }

  retry(): void {
    if (this.analyses.current.state === "failed") this.start();
    else this.#followAddress();
  }

  #open(analysis: string | null, classId: string | null): void {
    this.#address = { ...this.#address, analysis, class: classId };
    history.pushState(null, "", formatAddress(this.#address));
    this.#followAddress();
  }

  /** Fills the gaps of the address with the first analysis and its first class, and loads that class's graph. */
  #followAddress(): void {
    const analyses = this.analyses.value;
    if (!analyses) return;
    const analysis = this.analysis ?? analyses[0];
    if (!analysis || this.#opened !== analysis.id) this.#clear();
    const entry = analysis?.classes.find(({ id }) => id === this.#address.class) ?? analysis?.classes[0];
    if (!analysis || !entry) return;
    this.#address = { ...this.#address, analysis: analysis.id, class: entry.id };
    history.replaceState(null, "", formatAddress(this.#address));
    if (this.#opened !== analysis.id) this.about.load((signal) => this.api.readAnalysis(analysis.id, signal));
    this.#opened = analysis.id;
    this.graph.load(async (signal) => {
      const model = buildGraphModel(await this.api.readGraph(analysis.id, entry.id, signal));
      // Classes may have concepts in common: what is selected stays selected where the new graph has it, too.
      if (this.selected && !has(model, this.selected)) this.selected = null;
      return model;
    });
  }

  #clear(): void {
    this.#opened = null;
    this.selected = null;
    this.graph.clear();
    this.about.clear();
  }
}

function has(model: GraphModel, { kind, id }: Selected): boolean {
  return { node: model.nodes, edge: model.edges, layer: model.layers }[kind].has(id);
}
