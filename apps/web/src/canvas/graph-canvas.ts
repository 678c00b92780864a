import cytoscape, { type Core, type EventObject } from "cytoscape";
import type { GraphModel } from "../graph-model/graph-model.js";
import { columnHeadings, headingHeight } from "../graph-model/headings.js";
import { type Part, streamOf } from "../graph-model/stream.js";
import type { Selected } from "../routing/graph-address.js";
import { edgeElements, nodeElements } from "./elements.js";
import { type Point, type Positions, placeRanks } from "./positions.js";
import { StreamLayer } from "./stream-layer.js";
import { type Palette, stylesheet } from "./stylesheet.js";
import { fitViewport, type HeadingHeight, openingViewport, type Viewport } from "./viewport.js";

/** A node by id or an edge by `edgeKey`. */
export interface Pointed {
  kind: "node" | "edge";
  id: string;
}

export interface CanvasEvents {
  select(selected: Pointed | null): void;
  /** What the pointer is over, and where, in pixels of the container. */
  hover(hovered: (Pointed & { at: Point }) | null): void;
  /** Also when the view itself has another size. */
  move(viewport: Viewport): void;
}

/** With so many edges, the picture is moved as it is, and drawn anew at rest. */
const manyEdges = 800;

/** The drawing of one graph: the only place that knows Cytoscape. Positions are fixed; everything else only hides. */
export class GraphCanvas {
  readonly positions: Positions;
  private readonly cy: Core;
  private readonly streamLayer: StreamLayer;
  private readonly headings: HeadingHeight;
  private visible: Part = { nodes: new Set(), edges: new Set() };
  private chosen: Pointed | null = null;
  private hovered: Pointed | null = null;
  private frame = 0;

  constructor(
    private readonly container: HTMLElement,
    private readonly model: GraphModel,
    palette: Palette,
    events: CanvasEvents,
  ) {
    const positions = placeRanks(model.ranks, container.clientWidth / Math.max(1, container.clientHeight));
    this.positions = positions;
    const headings = columnHeadings(model, positions);
    this.headings = (zoom) => headingHeight(headings, positions.pitch * zoom);
    this.cy = cytoscape({
      container,
      elements: { nodes: nodeElements(model, positions), edges: edgeElements(model, positions) },
      layout: { name: "preset" },
      style: stylesheet(palette),
      minZoom: 0.05,
      maxZoom: 4,
      autoungrabify: true,
      autounselectify: true,
      boxSelectionEnabled: false,
      textureOnViewport: model.document.edges.length > manyEdges,
    });
    this.streamLayer = new StreamLayer(container, model, positions, palette);
    this.listen(events);
  }

  private listen(events: CanvasEvents): void {
    const what = ({ target }: EventObject): Pointed => ({ kind: target.isNode() ? "node" : "edge", id: target.id() });
    const leave = () => {
      this.hovered = null;
      this.light();
      events.hover(null);
    };
    this.cy.on("tap", (event) => events.select(event.target === this.cy ? null : what(event)));
    this.cy.on("mouseover", "node, edge", (event) => {
      this.hovered = what(event);
      this.light();
      events.hover({ ...this.hovered, at: event.renderedPosition });
    });
    this.cy.on("mouseout", "node, edge", leave);
    // Leaving over an overlay tells the container, but no element.
    this.container.addEventListener("mouseleave", leave);
    this.cy.on("viewport resize", () => {
      this.light();
      events.move(this.viewport());
    });
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
    this.light();
  }

  /** Marks a node or edge and its stream until another one is chosen; a layer is marked in its heading alone. */
  choose(selected: Selected | null): void {
    this.chosen = selected && selected.kind !== "layer" ? { kind: selected.kind, id: selected.id } : null;
    this.light();
  }

  /** Moves the picture, if need be, so that a node is not under what covers the right side of the container. */
  reveal(node: string, covered: number): void {
    const element = this.cy.getElementById(node);
    if (!element.isNode()) return;
    const beyond = element.renderedPosition().x + (element.renderedWidth() ?? 0) - (this.cy.width() - covered);
    if (beyond > 0) this.cy.panBy({ x: -beyond, y: 0 });
  }

  /** Fades all that is neither up- nor downstream of what is pointed at, else of what is chosen. */
  private light(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      const centre = [this.hovered, this.chosen].find(
        (one) => one && this.visible[one.kind === "node" ? "nodes" : "edges"].has(one.id),
      );
      this.container.classList.toggle("faded", centre !== undefined);
      if (!centre) this.streamLayer.clear();
      else {
        const stream = streamOf(this.model, this.visible, centre);
        this.streamLayer.draw(stream, this.chosen?.id ?? null, this.viewport());
      }
    });
  }

  setPicture(node: string, url: string): void {
    this.cy.getElementById(node).data("image", url);
    this.streamLayer.setPicture(node, url).then(
      () => this.light(),
      // Without its picture a node is an empty frame.
      () => undefined,
    );
  }

  setPalette(palette: Palette): void {
    this.cy.style(stylesheet(palette));
    this.streamLayer.palette = palette;
    this.light();
  }

  /** Shows everything that is not hidden. */
  fit(): void {
    const points = this.shownPoints();
    if (points.length > 0) this.cy.viewport(fitViewport(points, this.size(), this.headings));
  }

  /** The view to begin with: see {@link openingViewport}. */
  open(): void {
    const points = this.shownPoints();
    if (points.length > 0) this.cy.viewport(openingViewport(points, this.size(), this.headings));
  }

  private shownPoints(): Point[] {
    return [...this.visible.nodes].map((id) => this.positions.nodes.get(id) ?? { x: 0, y: 0 });
  }

  private size(): { width: number; height: number } {
    return { width: this.cy.width(), height: this.cy.height() };
  }

  zoomBy(factor: number): void {
    const middle = { x: this.cy.width() / 2, y: this.cy.height() / 2 };
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: middle });
  }

  /** Moves the picture by parts of the view's width and height. */
  panBy(x: number, y: number): void {
    const { width, height } = this.size();
    this.cy.panBy({ x: x * width, y: y * height });
  }

  destroy(): void {
    cancelAnimationFrame(this.frame);
    this.cy.destroy();
  }
}
