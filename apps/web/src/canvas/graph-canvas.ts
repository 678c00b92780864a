import cytoscape, { type Core, type EventObject } from "cytoscape";
import { columnHeadings, headingHeight } from "../graph-model/headings.js";
import { streamOf } from "../graph-model/stream.js";
import type { Place as AddressPlace, Selected } from "../routing/graph-address.js";
import { display, nodeData, nodeElements } from "./elements.js";
import { LinkLayer } from "./link-layer.js";
import { MarkLayer } from "./mark-layer.js";
import type { NodeMark, Picture } from "./picture.js";
import { between, type Point, type Positions, placeRanks } from "./positions.js";
import { StreamLayer } from "./stream-layer.js";
import { type Palette, stylesheet } from "./stylesheet.js";
import { Tween } from "./tween.js";
import { fitViewport, openingViewport, panToReveal, placeOf, type Viewport, viewportAt } from "./viewport.js";

/** A node by id or a link by its key. */
export interface Pointed {
  kind: "node" | "edge";
  id: string;
}

export interface CanvasEvents {
  select(selected: Pointed | null): void;
  /** A node was clicked with Shift. */
  pick(node: string): void;
  /** What the pointer is over, and where, in pixels of the container. */
  hover(hovered: (Pointed & { at: Point }) | null): void;
  /** Also when the view itself has another size. */
  move(viewport: Viewport): void;
  /** Nodes are somewhere else: on every frame on their way there. */
  place(positions: Positions): void;
}

const noMarks: ReadonlyMap<string, NodeMark> = new Map();

/** With so many nodes, Cytoscape moves its picture as it is, and draws it anew at rest. */
const manyNodes = 250;

/**
 * The drawing of one graph, and the only place that knows Cytoscape, which draws the nodes, moves the view and says what
 * is pointed at. Links and streams lie on canvases below and above.
 */
export class GraphCanvas {
  positions: Positions;
  private readonly aspect: number;
  private readonly cy: Core;
  private readonly links: LinkLayer;
  private readonly marks: MarkLayer;
  private readonly streams: StreamLayer;
  private readonly tween = new Tween();
  private chosen: Pointed | null = null;
  private hovered: Pointed | null = null;
  private frame = 0;
  private streamed = false;

  constructor(
    private readonly container: HTMLElement,
    private picture: Picture,
    private palette: Palette,
    private readonly events: CanvasEvents,
  ) {
    this.aspect = container.clientWidth / Math.max(1, container.clientHeight);
    this.positions = placeRanks(picture.model, picture.layout, this.aspect);
    this.cy = cytoscape({
      container,
      elements: nodeElements(picture.model, this.positions),
      layout: { name: "preset" },
      style: stylesheet(palette),
      minZoom: 0.05,
      maxZoom: 4,
      autoungrabify: true,
      autounselectify: true,
      boxSelectionEnabled: false,
      textureOnViewport: picture.model.document.nodes.length > manyNodes,
    });
    this.links = new LinkLayer(container, palette);
    this.marks = new MarkLayer(container);
    this.streams = new StreamLayer(container, palette);
    this.listen();
    this.reveal(new Set(picture.model.nodes.keys()), picture.scene.nodes);
    this.links.show(picture.scene.links, this.positions.nodes);
    this.mark();
  }

  private listen(): void {
    const what = (event: EventObject): Pointed | null => {
      if (event.target !== this.cy) return { kind: "node", id: event.target.id() };
      const link = this.links.at(event.position, this.cy.zoom());
      return link && { kind: "edge", id: link.key };
    };
    const point = (hovered: Pointed | null, at: Point | null) => {
      if (hovered?.id === this.hovered?.id && hovered?.kind === this.hovered?.kind) return;
      this.hovered = hovered;
      this.light();
      this.events.hover(hovered && at && { ...hovered, at });
    };
    this.cy.on("tap", (event) => {
      const pointed = what(event);
      if (event.originalEvent.shiftKey && pointed?.kind === "node") this.events.pick(pointed.id);
      else this.events.select(pointed);
    });
    this.cy.on("mousemove", (event) => point(what(event), event.renderedPosition));
    // Leaving over an overlay tells the container, but no element.
    this.container.addEventListener("mouseleave", () => point(null, null));
    this.cy.on("viewport resize", () => {
      this.links.move(this.viewport());
      this.mark();
      if (this.streamed) this.light();
      this.events.move(this.viewport());
    });
  }

  viewport(): Viewport {
    return { zoom: this.cy.zoom(), pan: { ...this.cy.pan() } };
  }

  /** Draws another picture of the same document: what is in both stays, and what has another place moves there. */
  draw(picture: Picture): void {
    const before = this.picture;
    if (picture === before) return;
    this.picture = picture;
    // Nodes may have other shares, too, which are their sizes.
    const moves = picture.layout !== before.layout || picture.model.nodes !== before.model.nodes;
    this.reveal(before.scene.nodes, picture.scene.nodes);
    if (moves) this.arrange();
    else this.links.show(picture.scene.links, this.positions.nodes);
    if (!moves && picture.model !== before.model) this.enter();
    if (!moves) this.mark();
    this.light();
  }

  private mark(): void {
    const { marks = noMarks, scene } = this.picture;
    this.marks.draw(marks, scene.nodes, this.positions.nodes, this.palette, this.viewport());
  }

  private reveal(shown: ReadonlySet<string>, wanted: ReadonlySet<string>): void {
    this.cy.batch(() => {
      for (const id of shown) if (!wanted.has(id)) this.cy.getElementById(id).style(display.hidden);
      for (const id of wanted) if (!shown.has(id)) this.cy.getElementById(id).style(display.shown);
    });
  }

  private arrange(): void {
    const from = this.positions;
    const to = placeRanks(this.picture.model, this.picture.layout, this.aspect);
    this.tween.run((along) => {
      this.positions = between(from, to, along);
      this.enter();
      this.links.show(this.picture.scene.links, this.positions.nodes);
      this.mark();
      if (this.streamed) this.light();
      this.events.place(this.positions);
    });
  }

  /** Tells Cytoscape where nodes are and what is written at them. */
  private enter(): void {
    this.cy.batch(() => {
      for (const [id, place] of this.positions.nodes) {
        const element = this.cy.getElementById(id);
        element.data(nodeData(this.picture.model, id, place));
        element.position({ x: place.x, y: place.y });
      }
    });
  }

  /** Marks a node or link and its stream until another one is chosen; a layer is marked in its heading alone. */
  choose(selected: Selected | null): void {
    this.chosen = selected && selected.kind !== "layer" ? { kind: selected.kind, id: selected.id } : null;
    this.light();
  }

  /** Rings nodes, by id, and no others. */
  ring(nodes: readonly string[]): void {
    const marked = new Set(nodes);
    this.streams.setMarked(marked);
    this.cy.batch(() => {
      this.cy.nodes(".marked").forEach((node) => {
        if (!marked.has(node.id())) node.removeClass("marked");
      });
      for (const id of marked) this.cy.getElementById(id).addClass("marked");
    });
    this.light();
  }

  /** Moves the picture, if need be, so that a node is in the view, and not under what covers its right side. */
  bringIntoView(node: string, coveredAtRight: number): void {
    const place = this.positions.nodes.get(node);
    if (!place || !this.picture.scene.nodes.has(node)) return;
    const covered = { top: this.headings(this.cy.zoom()), right: coveredAtRight };
    const by = panToReveal(place, this.viewport(), this.size(), covered);
    if (by.x !== 0 || by.y !== 0) this.cy.panBy(by);
  }

  /** Fades all that is neither up- nor downstream of what is pointed at, else of what is chosen. */
  private light(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      const { scene } = this.picture;
      const isShown = ({ kind, id }: Pointed) => (kind === "node" ? scene.nodes.has(id) : scene.byKey.has(id));
      const centre = [this.hovered, this.chosen].find((one) => one && isShown(one));
      this.container.classList.toggle("faded", centre != null);
      this.streamed = centre != null;
      if (!centre) return this.streams.clear();
      const stream = streamOf(this.picture.model.targetsFirst, scene, centre);
      this.streams.draw(this.picture, this.positions.nodes, stream, this.chosen?.id ?? null, this.viewport());
    });
  }

  setPicture(node: string, url: string): void {
    this.cy.getElementById(node).data("image", url);
    this.streams.setPicture(node, url).then(
      () => this.streamed && this.light(),
      // Without its picture a node is an empty frame.
      () => undefined,
    );
  }

  setPalette(palette: Palette): void {
    this.cy.style(stylesheet(palette));
    this.links.setPalette(palette);
    this.streams.palette = palette;
    this.palette = palette;
    this.mark();
    this.light();
  }

  /** Shows everything that is not hidden. */
  fit(): void {
    this.cy.viewport(fitViewport(this.shownPoints(), this.size(), (zoom) => this.headings(zoom)));
  }

  /** The view to begin with: see {@link openingViewport}. */
  open(): void {
    this.cy.viewport(openingViewport(this.shownPoints(), this.size(), (zoom) => this.headings(zoom)));
  }

  /** What the address keeps of the view. */
  get at(): AddressPlace {
    return placeOf(this.viewport(), this.size());
  }

  set at(place: AddressPlace) {
    this.cy.viewport(viewportAt(place, this.size()));
  }

  private headings(zoom: number): number {
    const { model, layout } = this.picture;
    return headingHeight(columnHeadings(model, this.positions, layout.hidden), this.positions.pitch * zoom);
  }

  private shownPoints(): Point[] {
    return [...this.picture.scene.nodes].map((id) => this.positions.nodes.get(id) ?? { x: 0, y: 0 });
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

  /** Moves a point of the drawing into the middle of the view. */
  centreOn(x: number, y: number): void {
    this.at = { zoom: this.cy.zoom(), x, y };
  }

  destroy(): void {
    cancelAnimationFrame(this.frame);
    this.tween.stop();
    this.links.destroy();
    this.cy.destroy();
  }
}
