import type { Link } from "../graph-model/link.js";
import { layerCanvas } from "./layer-canvas.js";
import { distanceTo, type LinkCurve, linkCurve } from "./link-curve.js";
import { LinkPicture } from "./link-picture.js";
import { linkWidth } from "./marks.js";
import type { Place, Point } from "./positions.js";
import type { Palette } from "./stylesheet.js";
import type { Viewport } from "./viewport.js";

/** With more links than this, the drawing is moved as it is while the view moves, and drawn anew at rest. */
const many = 800;
const rest = 120;

/**
 * The links below the nodes. Cytoscape would take half a second to show or hide some thousand edges, and as long to draw
 * them; this takes tens of milliseconds.
 */
export class LinkLayer {
  private readonly canvas: HTMLCanvasElement;
  private readonly picture: LinkPicture;
  private curves: LinkCurve[] = [];
  private viewport: Viewport = { zoom: 1, pan: { x: 0, y: 0 } };
  /** The viewport that the drawing was made for. */
  private drawn: Viewport = this.viewport;
  private frame = 0;
  private timer = 0;

  constructor(
    container: HTMLElement,
    private palette: Palette,
  ) {
    this.canvas = layerCanvas(container, "links");
    this.picture = new LinkPicture(this.canvas);
    // Below what Cytoscape draws.
    container.prepend(this.canvas);
  }

  show(links: readonly Link[], places: ReadonlyMap<string, Place>): void {
    this.curves = links.flatMap((link) => linkCurve(link, places) ?? []);
    this.schedule();
  }

  setPalette(palette: Palette): void {
    this.palette = palette;
    this.schedule();
  }

  move(viewport: Viewport): void {
    this.viewport = viewport;
    if (this.curves.length <= many) return this.schedule();
    const zoom = viewport.zoom / this.drawn.zoom;
    const [x, y] = [viewport.pan.x - zoom * this.drawn.pan.x, viewport.pan.y - zoom * this.drawn.pan.y];
    this.canvas.style.transform = `matrix(${zoom},0,0,${zoom},${x},${y})`;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.schedule(), rest);
  }

  /** The link that is drawn topmost within a few pixels of a point of the drawing. */
  at(point: Point, zoom: number): Link | null {
    const reach = 4 / zoom;
    const hit = this.curves.findLast((curve) => distanceTo(curve, point) <= linkWidth(curve.link) / 2 + reach / 2);
    return hit?.link ?? null;
  }

  destroy(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
  }

  private schedule(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      this.canvas.style.transform = "";
      this.drawn = this.viewport;
      this.picture.paint(this.curves, { palette: this.palette, viewport: this.viewport });
    });
  }
}
