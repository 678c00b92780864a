import type { GraphNode } from "@gipfel/contracts";
import type { Stream } from "../graph-model/stream.js";
import { cleared, layerCanvas } from "./layer-canvas.js";
import { linkCurve, trace } from "./link-curve.js";
import { linkWidth } from "./marks.js";
import { NodePainter } from "./node-painter.js";
import { paintLinks } from "./paint-links.js";
import type { Picture } from "./picture.js";
import type { Place } from "./positions.js";
import type { Palette } from "./stylesheet.js";
import type { Viewport } from "./viewport.js";

/** Nobody can tell more links apart, and this many take ten milliseconds where the processor draws. */
const most = 500;

/**
 * Draws a stream over the faded drawing: what carries much of it strongly, what carries little faintly. Restyling all
 * elements of a large graph takes Cytoscape a third of a second, too long for what follows the pointer.
 */
export class StreamLayer {
  private readonly canvas: HTMLCanvasElement;
  private readonly nodes = new NodePainter();

  constructor(
    container: HTMLElement,
    public palette: Palette,
  ) {
    this.canvas = layerCanvas(container, "stream");
  }

  setMarked(nodes: ReadonlySet<string>): void {
    this.nodes.marked = nodes;
  }

  setPicture(node: string, url: string): Promise<void> {
    return this.nodes.setPicture(node, url);
  }

  clear(): void {
    cleared(this.canvas);
  }

  /** @param chosen id of the node or link to mark */
  draw(
    { model, marks }: Picture,
    places: ReadonlyMap<string, Place>,
    stream: Stream,
    chosen: string | null,
    viewport: Viewport,
  ): void {
    const context = cleared(this.canvas);
    if (!context) return;
    const strongest = [...stream.links].sort(([, a], [, b]) => b - a).slice(0, most);
    const curves = strongest.flatMap(([link]) => linkCurve(link, places) ?? []);
    const marked = curves.find(({ link }) => link.key === chosen);
    paintLinks(context, curves, this.palette, viewport, ({ link }) => {
      const weight = stream.links.get(link) ?? 0;
      return 0.2 + (0.7 * Math.round(4 * Math.sqrt(weight))) / 4;
    });
    if (marked) {
      context.beginPath();
      trace(context, marked);
      context.globalAlpha = 0.4;
      context.lineWidth = linkWidth(marked.link) + 8;
      context.strokeStyle = this.palette.accent;
      context.stroke();
      context.globalAlpha = 1;
    }
    // Asking for them at each node would have the page laid out as often.
    const { clientWidth, clientHeight } = this.canvas;
    const seen = (place: Place) => {
      const [x, y] = [place.x * viewport.zoom + viewport.pan.x, place.y * viewport.zoom + viewport.pan.y];
      const reach = place.width * viewport.zoom;
      return x > -reach && y > -reach && x < clientWidth + reach && y < clientHeight + reach;
    };
    for (const [id, weight] of stream.nodes) {
      const node: GraphNode | undefined = model.nodes.get(id);
      const place = places.get(id);
      if (node && place && seen(place))
        this.nodes.paint(context, model, node, place, this.palette, viewport.zoom, {
          chosen: id === chosen,
          weight,
          mark: marks?.get(id) ?? null,
        });
    }
  }
}
