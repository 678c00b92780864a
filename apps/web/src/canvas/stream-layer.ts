import type { GraphEdge, GraphNode } from "@gipfel/contracts";
import type { GraphModel } from "../graph-model/graph-model.js";
import type { Part } from "../graph-model/stream.js";
import { mayBeZero } from "../wording.js";
import { edgeWidth, labelMargin, nodeBorder, nodeText } from "./marks.js";
import { classNode, nodeSize, type Positions } from "./positions.js";
import { controlPoints } from "./s-curve.js";
import { labelFont, type Palette } from "./stylesheet.js";
import type { Viewport } from "./viewport.js";

/**
 * Draws a stream over the faded drawing, alike to it but stronger. Restyling all elements of a large graph takes
 * Cytoscape a third of a second, too long for what follows the pointer; this takes a few milliseconds.
 */
export class StreamLayer {
  private readonly canvas = document.createElement("canvas");
  private readonly pictures = new Map<string, HTMLImageElement>();

  constructor(
    container: HTMLElement,
    private readonly model: GraphModel,
    private readonly positions: Positions,
    public palette: Palette,
  ) {
    this.canvas.style.cssText = "position:absolute;inset:0;width:100%;height:100%;pointer-events:none";
    container.append(this.canvas);
  }

  setPicture(node: string, url: string): Promise<void> {
    const picture = new Image();
    picture.src = url;
    this.pictures.set(node, picture);
    return picture.decode();
  }

  clear(): void {
    this.canvas.getContext("2d")?.reset();
  }

  /** @param chosen id of the node or edge to mark */
  draw(stream: Part, chosen: string | null, { zoom, pan }: Viewport): void {
    const { canvas, model } = this;
    const density = devicePixelRatio;
    // Setting a size clears the canvas, too.
    canvas.width = Math.round(canvas.clientWidth * density);
    canvas.height = Math.round(canvas.clientHeight * density);
    const context = canvas.getContext("2d");
    if (!context) return;
    context.setTransform(zoom * density, 0, 0, zoom * density, pan.x * density, pan.y * density);
    for (const key of stream.edges) {
      const edge = model.edges.get(key);
      if (edge) this.drawEdge(context, edge, key === chosen);
    }
    for (const id of stream.nodes) {
      const node = model.nodes.get(id);
      if (node) this.drawNode(context, node, id === chosen, labelFont.size * zoom >= labelFont.leastSeen);
    }
  }

  private drawEdge(context: CanvasRenderingContext2D, edge: GraphEdge, chosen: boolean): void {
    const source = this.positions.nodes.get(edge.source);
    const target = this.positions.nodes.get(edge.target);
    if (!source || !target) return;
    const [first, second] = controlPoints(source, target);
    const path = new Path2D();
    path.moveTo(source.x + this.halfWidth(edge.source), source.y);
    path.quadraticCurveTo(first.x, first.y, (source.x + target.x) / 2, (source.y + target.y) / 2);
    path.quadraticCurveTo(second.x, second.y, target.x - this.halfWidth(edge.target), target.y);
    const width = edgeWidth(this.model, edge);
    if (chosen) this.strokePath(context, path, width + 8, this.palette.accent, 0.4);
    context.setLineDash(mayBeZero(edge) ? [5, 4] : []);
    this.strokePath(context, path, width, edge.contribution < 0 ? this.palette.negative : this.palette.positive, 0.85);
    context.setLineDash([]);
  }

  private strokePath(context: CanvasRenderingContext2D, path: Path2D, width: number, colour: string, opacity: number) {
    context.globalAlpha = opacity;
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke(path);
    context.globalAlpha = 1;
  }

  private halfWidth(node: string): number {
    return (node === this.model.classNode.id ? classNode.width : nodeSize) / 2;
  }

  private drawNode(context: CanvasRenderingContext2D, node: GraphNode, chosen: boolean, labelled: boolean): void {
    const centre = this.positions.nodes.get(node.id);
    if (!centre) return;
    const isClass = node.id === this.model.classNode.id;
    const [width, height] = [2 * this.halfWidth(node.id), isClass ? classNode.height : nodeSize];
    const [x, y] = [centre.x - width / 2, centre.y - height / 2];
    const picture = this.pictures.get(node.id);
    const border = nodeBorder(node) + (chosen ? 3 : 0);

    context.fillStyle = this.palette.raised;
    context.beginPath();
    context.roundRect(x, y, width, height, 8);
    context.fill();
    if (picture?.complete && picture.naturalWidth > 0) {
      context.save();
      context.clip();
      context.drawImage(picture, x, y, width, height);
      context.restore();
    }
    context.lineWidth = border;
    context.strokeStyle = chosen ? this.palette.accent : this.palette.frame;
    context.beginPath();
    context.roundRect(x - border / 2, y - border / 2, width + border, height + border, 8 + border / 2);
    context.stroke();

    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = this.palette.ink;
    const lines = nodeText(this.model, node);
    if (isClass) {
      context.font = `600 17px ${labelFont.family}`;
      for (const [i, line] of lines.entries())
        context.fillText(line, centre.x, centre.y + 20 * (i - (lines.length - 1) / 2), width - 12);
    } else if (labelled) {
      context.font = `${labelFont.size}px ${labelFont.family}`;
      context.fillText(
        lines[0],
        centre.x,
        centre.y + height / 2 + labelMargin(node) + (chosen ? 3 : 0) + labelFont.size / 2,
      );
    }
  }
}
