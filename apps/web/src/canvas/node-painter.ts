import type { GraphNode } from "@gipfel/contracts";
import type { GraphModel } from "../graph-model/graph-model.js";
import { percent } from "../wording.js";
import { paintMark } from "./mark-layer.js";
import { frame, isPoint, nodeText, ring } from "./marks.js";
import type { NodeMark } from "./picture.js";
import type { Place } from "./positions.js";
import { labelFont, type Palette } from "./stylesheet.js";

/** Pixels of what is kept of a picture: twice the side of a node. */
const pictureSide = 128;

/** How a node stands in a stream. */
interface Standing {
  readonly chosen: boolean;
  /** In [0, 1]; written at the node unless it is the whole. */
  readonly weight: number;
  readonly mark: NodeMark | null;
}

/** Draws nodes as Cytoscape does, with their weights. */
export class NodePainter {
  /** Ids of nodes with a ring. */
  marked: ReadonlySet<string> = new Set();
  private readonly pictures = new Map<string, HTMLImageElement>();
  /** Pictures that have been painted: an image is decoded again whenever it is. */
  private readonly decoded = new Map<string, ImageBitmap>();

  setPicture(node: string, url: string): Promise<void> {
    const picture = new Image();
    picture.src = url;
    this.pictures.set(node, picture);
    this.decoded.delete(node);
    return picture.decode();
  }

  private pictureOf(node: string): ImageBitmap | null {
    const known = this.decoded.get(node);
    if (known) return known;
    const picture = this.pictures.get(node);
    if (!picture?.complete || picture.naturalWidth === 0) return null;
    const canvas = new OffscreenCanvas(pictureSide, pictureSide);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, pictureSide, pictureSide);
    const bitmap = canvas.transferToImageBitmap();
    this.decoded.set(node, bitmap);
    return bitmap;
  }

  paint(
    context: CanvasRenderingContext2D,
    model: GraphModel,
    node: GraphNode,
    place: Place,
    palette: Palette,
    zoom: number,
    { chosen, weight, mark }: Standing,
  ): void {
    const { x: centre, y: middle, width, height } = place;
    const [x, y] = [centre - width / 2, middle - height / 2];
    const isClass = node.id === model.classNode.id;
    const corner = isPoint(place) ? 4 : 8;
    context.fillStyle = isPoint(place) ? palette.frame : palette.raised;
    context.beginPath();
    context.roundRect(x, y, width, height, corner);
    context.fill();
    const picture = isPoint(place) || isClass ? null : this.pictureOf(node.id);
    if (picture) {
      // Corners of a few pixels are not worth clipping, which takes longer than all the rest.
      const rounded = corner * zoom > 3;
      if (rounded) {
        context.save();
        context.clip();
      }
      context.drawImage(picture, x, y, width, height);
      if (rounded) context.restore();
    }
    const border = chosen ? frame + 2.5 : frame;
    context.lineWidth = border;
    context.strokeStyle = chosen ? palette.accent : palette.frame;
    context.beginPath();
    context.roundRect(x - border / 2, y - border / 2, width + border, height + border, corner + border / 2);
    context.stroke();
    if (this.marked.has(node.id)) {
      const reach = frame + ring.gap + ring.width / 2;
      context.lineWidth = ring.width;
      context.strokeStyle = palette.accent;
      context.beginPath();
      context.roundRect(x - reach, y - reach, width + 2 * reach, height + 2 * reach, corner + reach);
      context.stroke();
    }
    if (mark) paintMark(context, place, palette, mark);
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = palette.ink;
    const lines = nodeText(model, node);
    if (isClass) {
      context.font = `600 17px ${labelFont.family}`;
      for (const [i, line] of lines.entries())
        context.fillText(line, centre, middle + 20 * (i - (lines.length - 1) / 2), width - 12);
    } else if (!isPoint(place) && labelFont.size * zoom >= labelFont.leastSeen) {
      context.font = `${labelFont.size}px ${labelFont.family}`;
      context.fillText(lines[0], centre, y + height + labelFont.size / 2 + 4);
    }
    if (weight < 0.9995 && labelFont.size * zoom >= labelFont.leastSeen) paintWeight(context, place, palette, weight);
  }
}

/** The weight, in percent, on a tag at the upper left corner. */
function paintWeight(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Place,
  palette: Palette,
  weight: number,
): void {
  const text = percent(weight);
  context.font = `600 11px ${labelFont.family}`;
  const long = context.measureText(text).width + 8;
  const [left, top] = [x - width / 2 - 5, y - height / 2 - 5];
  context.fillStyle = palette.raised;
  context.strokeStyle = palette.line;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(left, top, long, 16, 4);
  context.fill();
  context.stroke();
  context.fillStyle = palette.ink;
  context.fillText(text, left + long / 2, top + 8.5);
}
