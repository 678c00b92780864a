import { cleared, emptied } from "./layer-canvas.js";
import type { LinkCurve } from "./link-curve.js";
import { paintLinks } from "./paint-links.js";
import type { Palette } from "./stylesheet.js";
import type { Viewport } from "./viewport.js";

/** Links that are painted together, at least. */
const block = 1000;
/** Bytes for what is kept. */
const room = 128 * 2 ** 20;
const opacity = 0.5;

/** From where links are seen, and in which colours. */
export interface LinkView {
  readonly palette: Palette;
  readonly viewport: Viewport;
}

/** A picture of the topmost so many links. */
interface Kept {
  readonly count: number;
  readonly picture: HTMLCanvasElement;
}

/**
 * Paints links by blocks from the topmost, each below those before, and keeps the picture after each block. Painting ten
 * thousand takes the processor 40 ms; where they are as last time but for the lowest, as when a slider moves, only the
 * blocks from the first that differs are painted.
 */
export class LinkPicture {
  readonly #kept: Kept[] = [];
  /** Canvases for what will be kept. */
  readonly #spare: HTMLCanvasElement[] = [];
  readonly #scratch = document.createElement("canvas");
  #curves: readonly LinkCurve[] = [];
  #view: LinkView | null = null;

  constructor(private readonly canvas: HTMLCanvasElement) {}

  /** @param curves the lowest first. */
  paint(curves: readonly LinkCurve[], view: LinkView): void {
    const before = { width: this.canvas.width, height: this.canvas.height };
    const context = cleared(this.canvas);
    const { width, height } = this.canvas;
    if (!context || width * height === 0) return;
    const isSameView = width === before.width && height === before.height && this.#view && seesSame(this.#view, view);
    const same = isSameView ? countSame(this.#curves, curves) : 0;
    for (let last = this.#kept.at(-1); last && last.count > same; last = this.#kept.at(-1)) {
      this.#spare.push(last.picture);
      this.#kept.pop();
    }
    const start = this.#kept.at(-1);
    if (start) context.drawImage(start.picture, 0, 0);
    const most = Math.floor(room / (4 * width * height));
    const size = Math.max(block, Math.ceil(curves.length / (most + 1)));
    for (let count = start?.count ?? 0; count < curves.length; ) {
      const end = curves.length - count;
      const painted = curves.slice(Math.max(0, end - size), end);
      if (count === 0) paintLinks(context, painted, view.palette, view.viewport, () => opacity);
      else this.#paintBelow(context, painted, view);
      count += painted.length;
      if (painted.length === size && this.#kept.length < most) this.#keep(count);
    }
    this.#curves = curves;
    this.#view = view;
  }

  #paintBelow(context: CanvasRenderingContext2D, curves: readonly LinkCurve[], { palette, viewport }: LinkView): void {
    const scratch = emptied(this.#scratch, this.canvas);
    if (!scratch) return;
    paintLinks(scratch, curves, palette, viewport, () => opacity);
    context.resetTransform();
    context.globalCompositeOperation = "destination-over";
    context.drawImage(this.#scratch, 0, 0);
    context.globalCompositeOperation = "source-over";
  }

  #keep(count: number): void {
    const picture = this.#spare.pop() ?? document.createElement("canvas");
    emptied(picture, this.canvas)?.drawImage(this.canvas, 0, 0);
    this.#kept.push({ count, picture });
  }
}

function seesSame(a: LinkView, b: LinkView): boolean {
  const { zoom, pan } = b.viewport;
  return (
    a.palette === b.palette && a.viewport.zoom === zoom && a.viewport.pan.x === pan.x && a.viewport.pan.y === pan.y
  );
}

/** How many of the topmost curves look alike. */
function countSame(before: readonly LinkCurve[], now: readonly LinkCurve[]): number {
  const most = Math.min(before.length, now.length);
  for (let i = 1; i <= most; i++) {
    if (!looksSame(before[before.length - i], now[now.length - i])) return i - 1;
  }
  return most;
}

function looksSame({ link: a, start, end }: LinkCurve, { link: b, ...at }: LinkCurve): boolean {
  const isThere = start.x === at.start.x && start.y === at.start.y && end.x === at.end.x && end.y === at.end.y;
  return isThere && (a === b || (a.strength === b.strength && a.sign === b.sign && a.unsure === b.unsure));
}
