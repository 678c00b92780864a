import { type CanvasEvents, GraphCanvas } from "../canvas/graph-canvas.js";
import type { Picture } from "../canvas/picture.js";
import type { Positions } from "../canvas/positions.js";
import { readPalette } from "../canvas/stylesheet.js";
import type { Viewport } from "../canvas/viewport.js";
import type { Place } from "../routing/graph-address.js";
import type { Rectangle } from "../tour/place-card.js";

/** The address of the picture of a node; null where it has none. */
export type PictureOf = (node: string) => Promise<string | null>;

/** A graph on its canvas, and what overlays and pages know of it. */
export class DrawnGraph {
  /** Null until the drawing has been opened. */
  canvas = $state.raw<GraphCanvas | null>(null);
  positions = $state.raw<Positions | null>(null);
  viewport = $state.raw<Viewport>({ zoom: 1, pan: { x: 0, y: 0 } });
  /** Of the view, in pixels. */
  width = $state(0);
  height = $state(0);
  /** Addresses of the pictures that there are, by node. */
  readonly made = new Map<string, string>();
  readonly #depicted = new Map<string, PictureOf>();
  #container: HTMLElement | null = null;

  /**
   * Draws in an element until what is returned is called.
   * @param at where the picture lies; null leaves it to the drawing
   */
  open(
    container: HTMLElement,
    picture: Picture,
    at: Place | null,
    events: Pick<CanvasEvents, "select" | "pick" | "hover"> & {
      /** The reader, or the page, has moved what was opened, or the view has another size, which moves nothing. */
      move: (hasMoved: boolean) => void;
    },
  ): () => void {
    let [last, isOpen] = [this.viewport, false];
    const canvas = new GraphCanvas(container, picture, readPalette(container), {
      ...events,
      move: (moved) => {
        const { zoom, pan } = last;
        last = moved;
        this.viewport = moved;
        if (isOpen) events.move(moved.zoom !== zoom || moved.pan.x !== pan.x || moved.pan.y !== pan.y);
      },
      place: (placed) => {
        this.positions = placed;
      },
    });
    this.#container = container;
    this.positions = canvas.positions;
    if (at) canvas.at = at;
    else canvas.open();
    this.viewport = canvas.viewport();
    this.canvas = canvas;
    isOpen = true;
    return () => canvas.destroy();
  }

  /** Asks for the pictures of nodes that have none from there yet. */
  depict(nodes: Iterable<string>, pictureOf: PictureOf): void {
    for (const id of nodes) {
      if (this.#depicted.get(id) === pictureOf) continue;
      this.#depicted.set(id, pictureOf);
      this.#depict(id, pictureOf).catch(() => this.#depicted.delete(id));
    }
  }

  async #depict(id: string, pictureOf: PictureOf): Promise<void> {
    const url = await pictureOf(id);
    // Without its picture a node is an empty frame.
    if (!url || this.#depicted.get(id) !== pictureOf) return;
    this.made.set(id, url);
    this.canvas?.setPicture(id, url);
  }

  /** Where a node stands in the window; null where it is not in view. */
  inWindow(node: string): Rectangle | null {
    const place = this.positions?.nodes.get(node);
    if (!place || !this.#container || this.width * this.height === 0) return null;
    const { zoom, pan } = this.viewport;
    const [x, y] = [place.x * zoom + pan.x, place.y * zoom + pan.y];
    if (x < 0 || y < 0 || x > this.width || y > this.height) return null;
    const { left, top } = this.#container.getBoundingClientRect();
    const size = { width: place.width * zoom, height: place.height * zoom };
    return { left: left + x - size.width / 2, top: top + y - size.height / 2, ...size };
  }
}
