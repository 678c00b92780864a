import type { Client } from "@gipfel/client";
import type { AnalysisDocument, AnalysisSummary } from "@gipfel/contracts";
import { type PrunedSelection, pruneEdges, pruneToShare } from "@gipfel/graph";
import { untrack } from "svelte";
import { byGradient, type GraphModel } from "../../../graph-model/graph-model.js";
import { byDifference, byImage, isPathOf } from "../../../graph-model/image-weighing.js";
import type { Layout } from "../../../graph-model/layout.js";
import { selectPinned } from "../../../graph-model/pinned-part.js";
import { pinned, unpinned } from "../../../graph-model/pins.js";
import { nodeNames, regroupedLayers } from "../../../graph-model/regrouped.js";
import { buildScene } from "../../../graph-model/scene.js";
import { shareThatShows } from "../../../graph-model/share-that-shows.js";
import { tidyRanks } from "../../../graph-model/tidy-ranks.js";
import { ImageStore } from "../../../images/image-store.js";
import { conceptSteps } from "../../../routing/concept-steps.js";
import { type GraphAddress, graphAddress, type Place, type Selected } from "../../../routing/graph-address.js";
import type { Navigation } from "../../../routing/navigation.svelte.js";
import { formatRoute, graphRoute, type Route } from "../../../routing/route.js";
import { imagesOf } from "../../../service/imported-graphs.js";
import { Loader } from "../../../service/loadable.svelte.js";
import { namedOrFirst } from "../../../service/named-or-first.js";
import { readAll } from "../../../service/read-all.js";
import type { Drawing } from "../drawing/drawing.js";
import { Annotations } from "./annotations.svelte.js";
import { ConceptEdits } from "./concept-edits.svelte.js";
import { EdgeImageSearch } from "./edge-image-search.svelte.js";
import { editedGraph } from "./edited-graph.js";
import { FollowedGraph, hasOwnConcepts } from "./followed-graph.js";
import { ActivationStore } from "./layer-activations.js";
import { TracedImage } from "./traced-image.svelte.js";
import { Views } from "./views.svelte.js";

/** Changes that follow each other faster than this are one step of going back. */
const oneStep = 800;

/** What the page of a graph shows: what its address says, and what has been loaded for it. */
export class Explorer {
  readonly analyses = new Loader<AnalysisSummary[]>();
  /** What the chosen analysis says about itself; the graph does not wait for it. */
  readonly about = new Loader<AnalysisDocument>();
  readonly graph = new Loader<GraphModel>();

  readonly address = $derived.by((): GraphAddress => this.navigation.routeOf("graph")?.address ?? graphAddress({}));
  /** The analysis and class that the address names, or the first that there are. */
  readonly analysis = $derived(namedOrFirst(this.analyses.value, this.address.analysis));
  readonly class = $derived(namedOrFirst(this.analysis?.classes, this.address.class));
  readonly #view = $derived(this.address.view);
  /** As text, which tells whether they are others. */
  readonly #editsAsked = $derived(conceptSteps.format(this.address.edits));
  readonly #imagesOf = $derived(this.analysis && imagesOf(this.analysis.id, this.class?.id));
  readonly images = $derived.by(() => (this.#imagesOf === null ? null : new ImageStore(this.service, this.#imagesOf)));
  readonly activations = $derived.by(() => this.analysis && new ActivationStore(this.service, this.analysis.id));
  readonly edgeImages = $derived.by(() => {
    const [analysis, entry] = [this.analysis?.id, this.class?.id];
    return analysis && entry ? new EdgeImageSearch(this.service, { analysis, class: entry }) : null;
  });
  readonly annotations: Annotations;
  readonly views: Views;
  readonly edits: ConceptEdits;
  readonly traced: TracedImage;
  readonly #quantity = $derived(this.address.quantity);
  readonly #ofClass = $derived.by(() => {
    const { latest } = this.graph;
    return latest && this.#quantity === "gradient" ? byGradient(latest) : latest;
  });
  /** As the image that was brought sees the graph; null where none was, or where it knows other concepts. */
  readonly #ofImage = $derived.by(() => {
    const path = this.traced.path.value;
    const model = this.#ofClass;
    return path && model && isPathOf(model.document, path) ? byImage(model, path) : null;
  });
  readonly #laid = $derived(this.address.laid);
  readonly #weighed = $derived.by((): GraphModel | null => {
    if (!this.#ofClass || !this.#ofImage || this.#laid === "class") return this.#ofClass;
    return this.#laid === "image" ? this.#ofImage : byDifference(this.#ofClass, this.#ofImage);
  });
  /** The graph to draw: while another class of the same analysis loads, still the last one. */
  readonly model = $derived.by((): GraphModel | null => {
    if (!this.#weighed) return null;
    const names = nodeNames(this.#weighed.document, this.annotations.names, this.#concepts);
    return { ...this.#weighed, names };
  });
  /** The view that is open, once views are loaded. */
  readonly view = $derived.by(() => this.views.find(this.#view));
  /** What edits or the open view make of the analysis. */
  readonly #concepts = $derived.by(() => this.edits.concepts ?? this.view?.content ?? null);
  /** Ids of the layers whose concepts are not those of the analysis. */
  readonly regrouped = $derived(
    this.graph.latest ? regroupedLayers(this.graph.latest.document, this.#concepts) : new Set<string>(),
  );
  /** Share of the attribution to show, in [0, 1]. */
  readonly share = $derived(this.address.share ?? this.#weighed?.opening.asked ?? 1);
  readonly #edges = $derived(this.address.edges);
  /** What stays when the graph is pruned to the shares. */
  readonly visible = $derived.by(() => {
    const model = this.#weighed;
    if (!model) return null;
    const { pins } = this;
    if (this.#only === "pins" && pins.length > 0) return selectPinned(model.index, pins, this.#edges ?? 1);
    const shown = select(model, this.share, this.#edges);
    // A difference is seen where the class has much, and where the image does.
    if (!this.#ofImage || model.laid !== "difference") return shown;
    const { nodes, edges } = select(this.#ofImage, this.share, this.#edges);
    return { ...shown, nodes: new Set([...shown.nodes, ...nodes]), edges: new Set([...shown.edges, ...edges]) };
  });
  readonly #only = $derived(this.address.only);
  readonly #pinList = $derived(this.address.pins);
  /** Ids of the pinned nodes that this graph has. */
  readonly pins = $derived(this.#pinList.filter((id) => this.graph.latest?.nodes.has(id)));
  readonly #hiddenList = $derived(this.address.hidden);
  readonly #collapsedList = $derived(this.address.collapsed);
  /** Ids of the layers that have no column. */
  readonly hidden = $derived(this.#middleLayers(this.#hiddenList));
  /** Ids of the layers whose nodes are points. */
  readonly collapsed = $derived(this.#middleLayers(this.#collapsedList));
  /** What the drawing itself knows, while there is one. */
  drawing = $state.raw<Drawing | null>(null);
  readonly scene = $derived(this.#weighed && this.visible && buildScene(this.#weighed, this.visible, this.hidden));
  readonly #image = $derived(this.address.image);
  readonly #tidied = $derived(this.address.tidied);
  readonly layout = $derived.by((): Layout | null => {
    const model = this.graph.latest;
    const { hidden, collapsed } = this;
    return model && { ranks: this.#ranks(model, hidden), hidden, collapsed };
  });
  /** Where the picture lies, whether or not the reader has moved it. */
  seen: Place | null = null;
  readonly #followed: FollowedGraph;
  #visited = Number.NEGATIVE_INFINITY;

  constructor(
    readonly service: Client,
    readonly navigation: Navigation,
  ) {
    this.annotations = new Annotations(service);
    this.views = new Views(service);
    this.edits = new ConceptEdits(service, editedGraph(this));
    this.traced = new TracedImage(service);
    this.#followed = new FollowedGraph(this);
  }

  async start(): Promise<void> {
    await this.analyses.load((signal) => readAll((query) => this.service.listResults({ query, signal })));
  }

  get selected(): Selected | null {
    const { selected } = this.address;
    // Classes may have concepts in common: what is selected stays selected where the new graph has it, too.
    return selected && this.model && has(this.model, selected) ? selected : null;
  }

  set selected(selected: Selected | null) {
    this.visit({ selected });
  }

  /** Changes what the page shows, so that the reader can go back. */
  visit(part: Partial<GraphAddress>): void {
    if (this.navigation.route.page !== "graph") return;
    // What is chosen beside it counts from what is selected.
    if (part.selected !== undefined) this.edits.chosen = [];
    const now = performance.now();
    const soon = now - this.#visited < oneStep;
    this.#visited = now;
    if (soon) this.change(part);
    else this.navigation.go({ page: "graph", address: { ...this.address, ...part } });
  }

  /** Pins a node, or no longer; the class is in every selection. */
  togglePin(node: string): void {
    const { address } = this;
    if (node === this.model?.classNode.id) return;
    this.visit(address.pins.includes(node) ? unpinned(address, [node]) : pinned(address, [node]));
  }

  /** Orders the nodes anew for what is shown now, or as the whole graph was ordered. */
  tidy(tidied: boolean): void {
    const { share, address } = this;
    this.visit({ tidied: tidied ? { share, edges: address.edges, quantity: address.quantity } : null });
  }

  /** Selects a node, and shows as much as it takes to see it. */
  reveal(node: string): void {
    const model = this.#weighed;
    const layer = model?.nodes.get(node)?.layer;
    if (!model || layer === undefined) return;
    const share = this.visible?.nodes.has(node) ? this.address.share : shareThatShows(model, node, this.share);
    const hidden = this.address.hidden.filter((id) => id !== layer);
    this.visit({ selected: { kind: "node", id: node }, share, hidden });
  }

  /** Shows a layer as a column of pictures, of points, or not at all. */
  setLayer(id: string, state: "shown" | "collapsed" | "hidden"): void {
    const { hidden, collapsed } = this.address;
    const without = (ids: readonly string[]) => ids.filter((one) => one !== id);
    this.visit({
      hidden: state === "hidden" ? [...without(hidden), id] : without(hidden),
      collapsed: state === "collapsed" ? [...without(collapsed), id] : without(collapsed),
    });
  }

  /** Changes what the page shows; going back skips it. */
  change(part: Partial<GraphAddress>): void {
    this.navigation.replace({ page: "graph", address: { ...this.address, ...part } });
  }

  openAnalysis(id: string): void {
    this.navigation.go(graphRoute({ analysis: id, pictures: this.address.pictures }));
  }

  /** Another class of the same analysis: how it is looked at stays, and the image that was brought. */
  openClass(id: string): void {
    this.navigation.go(this.#routeOfClass(id));
  }

  /** What {@link openClass} opens. */
  addressOfClass(id: string): string {
    return formatRoute(this.#routeOfClass(id));
  }

  #routeOfClass(id: string): Route {
    const { address } = this;
    const edits = address.view === null && !hasOwnConcepts(this.graph.latest) ? address.edits : [];
    const named = { ...address, analysis: this.analysis?.id ?? null, class: id };
    return { page: "graph", address: { ...named, edits, view: null, at: null, tidied: null } };
  }

  /** To be called in an effect: loads what the chosen analysis says about itself whenever another one is chosen. */
  followAnalysis(): void {
    const analysis = this.analysis?.id;
    if (!analysis) return this.about.clear();
    this.graph.clear();
    this.annotations.load(analysis);
    this.views.load(analysis);
    this.about.load((signal) => this.service.showAnalysisDocument({ params: { analysis }, signal }));
  }

  /** To be called in an effect: loads the graph whenever another analysis, class or view is chosen, or other edits. */
  followClass(): void {
    const analysis = this.analysis?.id;
    const classId = this.class?.id;
    const view = this.#view;
    const asked = this.#editsAsked;
    if (!analysis || !classId) return this.graph.clear();
    untrack(() => this.#followed.follow({ analysis, class: classId }, view, asked));
  }

  /** To be called in an effect: traces the image that the address names, or the one that was uploaded. */
  followImage(): void {
    const analysis = this.analysis?.id;
    const classId = this.class?.id;
    if (analysis && classId) this.traced.follow(analysis, classId, this.#image);
  }

  retry(): void {
    this.#followed.forget();
    if (this.analyses.current.state === "failed") this.start();
    else this.followClass();
  }

  /** Of layer ids, those between image and class. */
  #middleLayers(ids: readonly string[]): ReadonlySet<string> {
    const layers = this.graph.latest?.layers;
    return new Set(ids.filter((id) => layers?.get(id)?.role === "hidden"));
  }

  #ranks(model: GraphModel, hidden: ReadonlySet<string>): Layout["ranks"] {
    const tidied = this.#tidied;
    if (!tidied) return model.ranks;
    const weighed = tidied.quantity === "gradient" ? byGradient(model) : model;
    const onlyPins = this.#only === "pins" ? this.visible : null;
    return tidyRanks(weighed, buildScene(weighed, onlyPins ?? select(weighed, tidied.share, tidied.edges), hidden));
  }
}

/** The nodes that carry a share, with the edges that do, or with a part of the edges between them. */
function select({ index }: GraphModel, share: number, edges: number | null): PrunedSelection {
  const pruned = pruneToShare(index, share);
  return edges === null ? pruned : pruneEdges(index, pruned.nodes, edges);
}

function has(model: GraphModel, { kind, id }: Selected): boolean {
  return { node: model.nodes, edge: model.edges, layer: model.layers }[kind].has(id);
}
