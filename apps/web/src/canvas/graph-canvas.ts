import cytoscape, { type Core, type EventObject } from "cytoscape";
import type { GraphModel } from "../graph-model.js";
import type { Selected } from "../state/explorer.svelte.js";
import { type Part, streamOf } from "../stream.js";
import { edgeElements, nodeElements } from "./elements.js";
import { fitViewport, type Point, type Positions, placeRanks, type Viewport } from "./positions.js";
import { type Palette, stylesheet } from "./stylesheet.js";

export interface CanvasEvents {
  select(selected: Selected | null): void;
  /** What the pointer is over, and where, in pixels of the container. */
  hover(hovered: (Selected & { at: Point }) | null): void;
  move(viewport: Viewport): void;
}

/** The drawing of one graph: the only place that knows Cytoscape. Positions are fixed; everything else only hides. */
export class GraphCanvas {
  readonly positions: Positions;
  private readonly cy: Core;
  private visible: Part = { nodes: new Set(), edges: new Set() };
  private chosen: Selected | null = null;

  constructor(
    container: HTMLElement,
    private readonly model: GraphModel,
    palette: Palette,
    events: CanvasEvents,
  ) {
    const positions = placeRanks(model.ranks, container.clientWidth / Math.max(1, container.clientHeight));
    this.positions = positions;
    this.cy = cytoscape({
      container,
      elements: { nodes: nodeElements(model, positions), edges: edgeElements(model, positions) },
      layout: { name: "preset" },
      style: stylesheet(palette),
      minZoom: 0.1,
      maxZoom: 4,
      autoungrabify: true,
      autounselectify: true,
      boxSelectionEnabled: false,
    });
    this.listen(events);
  }

  private listen(events: CanvasEvents): void {
    const what = ({ target }: EventObject): Selected => ({ kind: target.isNode() ? "node" : "edge", id: target.id() });
    this.cy.on("tap", (event) => events.select(event.target === this.cy ? null : what(event)));
    this.cy.on("mouseover", "node, edge", (event) => {
      this.light(what(event));
      events.hover({ ...what(event), at: event.renderedPosition });
    });
    this.cy.on("mouseout", "node, edge", () => {
      this.light(this.chosen);
      events.hover(null);
    });
    // Leaving over an overlay tells the container, but no element.
    this.cy.container()?.addEventListener("mouseleave", () => {
      this.light(this.chosen);
      events.hover(null);
    });
    this.cy.on("viewport", () => events.move(this.viewport()));
  }

  viewport(): Viewport {
    return { zoom: this.cy.zoom(), pan: { ...this.cy.pan() } };
  }

  /** Hides all but these nodes (by id) and edges (by `edgeKey`). */
  show(visible: Part): void {
    const shown = this.visible;
    this.visible = visible;
    this.cy.batch(() => {
      for (const kind of ["nodes", "edges"] as const) {
        for (const id of shown[kind]) if (!visible[kind].has(id)) this.cy.getElementById(id).addClass("hidden");
        for (const id of visible[kind]) if (!shown[kind].has(id)) this.cy.getElementById(id).removeClass("hidden");
      }
    });
    this.light(this.chosen);
  }

  choose(selected: Selected | null): void {
    this.chosen = selected;
    this.cy.elements(".chosen").removeClass("chosen");
    if (selected) this.cy.getElementById(selected.id).addClass("chosen");
    this.light(selected);
  }

  /** Moves the picture, if need be, so that a node is not under what covers the right side of the container. */
  reveal(node: string, covered: number): void {
    const element = this.cy.getElementById(node);
    if (!element.isNode()) return;
    const beyond = element.renderedPosition().x + (element.renderedWidth() ?? 0) - (this.cy.width() - covered);
    if (beyond > 0) this.cy.panBy({ x: -beyond, y: 0 });
  }

  /** Fades all that is neither up- nor downstream of a visible element; with null, nothing. */
  private light(element: Selected | null): void {
    this.cy.batch(() => {
      this.cy.elements(".faded, .lit").removeClass("faded lit");
      if (!element || this.cy.getElementById(element.id).hasClass("hidden")) return;
      const stream = streamOf(this.model, this.visible, element);
      const lit = (id: string) => stream.nodes.has(id) || stream.edges.has(id);
      for (const shown of this.cy.elements().not(".hidden")) shown.addClass(lit(shown.id()) ? "lit" : "faded");
    });
  }

  setImage(node: string, url: string): void {
    this.cy.getElementById(node).data("image", url);
  }

  setPalette(palette: Palette): void {
    this.cy.style(stylesheet(palette));
  }

  /** Shows everything that is not hidden. */
  fit(): void {
    const points = this.cy.nodes(":visible").map((node) => node.position());
    if (points.length > 0) this.cy.viewport(fitViewport(points, { width: this.cy.width(), height: this.cy.height() }));
  }

  zoomBy(factor: number): void {
    const middle = { x: this.cy.width() / 2, y: this.cy.height() / 2 };
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: middle });
  }

  destroy(): void {
    this.cy.destroy();
  }
}
