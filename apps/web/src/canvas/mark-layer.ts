import { cleared, layerCanvas } from "./layer-canvas.js";
import { frame, isPoint } from "./marks.js";
import type { NodeMark } from "./picture.js";
import type { Place } from "./positions.js";
import { labelFont, type Palette } from "./stylesheet.js";
import type { Viewport } from "./viewport.js";

const width = 3;
const tag = 17;

/** Draws the frame and letter of a mark over a node. */
export function paintMark(context: CanvasRenderingContext2D, place: Place, palette: Palette, mark: NodeMark): void {
  const side = frame + width / 2;
  const [left, top] = [place.x - place.width / 2, place.y - place.height / 2];
  context.strokeStyle = palette[mark.colour];
  context.lineWidth = width;
  context.beginPath();
  context.roundRect(left - side, top - side, place.width + 2 * side, place.height + 2 * side, isPoint(place) ? 5 : 10);
  context.stroke();
  if (isPoint(place)) return;
  const corner = [place.x + place.width / 2 - tag + 7, top - 7] as const;
  context.fillStyle = palette.raised;
  context.lineWidth = 2;
  context.beginPath();
  context.roundRect(...corner, tag, tag, 5);
  context.fill();
  context.stroke();
  context.fillStyle = palette.ink;
  context.font = `700 12px ${labelFont.family}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(mark.letter, corner[0] + tag / 2, corner[1] + tag / 2 + 0.5);
}

/** Marks of nodes, above what Cytoscape draws. */
export class MarkLayer {
  private readonly canvas: HTMLCanvasElement;

  constructor(container: HTMLElement) {
    this.canvas = layerCanvas(container, "marks");
  }

  /** @param shown ids of the nodes that are drawn */
  draw(
    marks: ReadonlyMap<string, NodeMark>,
    shown: ReadonlySet<string>,
    places: ReadonlyMap<string, Place>,
    palette: Palette,
    { zoom, pan }: Viewport,
  ): void {
    const context = cleared(this.canvas);
    if (!context) return;
    const density = devicePixelRatio;
    context.setTransform(zoom * density, 0, 0, zoom * density, pan.x * density, pan.y * density);
    for (const [id, mark] of marks) {
      const place = places.get(id);
      if (place && shown.has(id)) paintMark(context, place, palette, mark);
    }
  }
}
