import type { AnalysisSummary } from "@gipfel/contracts";
import { pruneToShare } from "@gipfel/graph";
import { formatAddress, parseAddress } from "../address.js";
import type { ApiClient } from "../api-client.js";
import { buildGraphModel, type GraphModel } from "../graph-model.js";
import { ImageStore } from "../images/image-store.js";
import { Loader } from "./loadable.svelte.js";

/** So many edges a column can still be told apart: a page whose address names no share shows what they carry. */
const readableEdges = 20;

/** A node by id or an edge by `edgeKey`. */
export type Selected = { kind: "node" | "edge"; id: string };

/** What the page shows: the address, what has been loaded for it, and what the reader has pointed at. */
export class Explorer {
  readonly analyses = new Loader<AnalysisSummary[]>();
  readonly graph = new Loader<GraphModel>();
  selected = $state.raw<Selected | null>(null);

  #address = $state.raw(parseAddress(location.search));
  readonly analysis = $derived(this.analyses.value?.find((entry) => entry.id === this.#address.analysis) ?? null);
  readonly class = $derived(this.analysis?.classes.find((entry) => entry.id === this.#address.class) ?? null);
  readonly images = $derived.by(() => (this.analysis ? new ImageStore(this.api, this.analysis.id) : null));
  /** Share of the attribution to show, in [0, 1], in whole percent where the page chooses it. */
  readonly share = $derived.by(() => {
    if (this.#address.share !== null || !this.graph.value) return this.#address.share ?? 1;
    const { index, ranks } = this.graph.value;
    return Math.floor(100 * pruneToShare(index, 1, { maxEdges: readableEdges * ranks.length }).share) / 100;
  });
  /** What stays when the graph is pruned to the share. */
  readonly visible = $derived(this.graph.value ? pruneToShare(this.graph.value.index, this.share) : null);

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
    const entry = analysis?.classes.find(({ id }) => id === this.#address.class) ?? analysis?.classes[0];
    this.selected = null;
    if (!analysis || !entry) {
      this.graph.clear();
      return;
    }
    this.#address = { ...this.#address, analysis: analysis.id, class: entry.id };
    history.replaceState(null, "", formatAddress(this.#address));
    this.graph.load(async (signal) => buildGraphModel(await this.api.readGraph(analysis.id, entry.id, signal)));
  }
}
