import type { Client } from "@gipfel/client";
import type { AnalysisSummary, GraphDocument } from "@gipfel/contracts";
import { AttributionIndex } from "@gipfel/graph";
import { ImageStore } from "../../images/image-store.js";
import { imagesOf } from "../../service/imported-graphs.js";
import { Loader } from "../../service/loadable.svelte.js";

/** What the address says of one side, and what it leaves to the page. */
interface Wanted {
  readonly all: readonly AnalysisSummary[];
  readonly analysis: string | null;
  readonly class: string | null;
  readonly view: string | null;
  /** A class not to begin with: that of the other side. */
  readonly not: string | null;
}

type ReadGraph = (analysis: string, id: string, view: string | null, signal: AbortSignal) => Promise<GraphDocument>;

/** One of two graphs that are compared. */
export class ComparedSide {
  readonly graph = new Loader<GraphDocument>();
  readonly #wanted = $derived.by(() => this.wanted());
  readonly analysis = $derived.by(() => {
    const { all, analysis } = this.#wanted;
    return (analysis === null ? all[0] : all.find(({ id }) => id === analysis)) ?? null;
  });
  readonly class = $derived.by(() => {
    const classes = this.analysis?.classes ?? [];
    const { class: wanted, not } = this.#wanted;
    return classes.find(({ id }) => id === wanted) ?? classes.find(({ id }) => id !== not) ?? classes[0] ?? null;
  });
  readonly #view = $derived.by(() => this.#wanted.view);
  readonly index = $derived.by(() => this.graph.value && new AttributionIndex(this.graph.value));
  readonly #imagesOf = $derived.by(() => this.analysis && imagesOf(this.analysis.id, this.class?.id));
  readonly images = $derived.by(() => this.#imagesOf && new ImageStore(this.service, this.#imagesOf));

  constructor(
    private readonly service: Pick<Client, "showImage">,
    private readonly readGraph: ReadGraph,
    private readonly wanted: () => Wanted,
  ) {}

  /** To be called in an effect: loads the graph whenever another one is chosen. */
  follow(): void {
    const [analysis, id, view] = [this.analysis?.id, this.class?.id, this.#view];
    if (!analysis || !id) return this.graph.clear();
    this.graph.load((signal) => this.readGraph(analysis, id, view, signal));
  }
}
