import { type LinkCurve, trace } from "./link-curve.js";
import { linkWidth } from "./marks.js";
import type { Palette } from "./stylesheet.js";
import type { Viewport } from "./viewport.js";

/** Curves that are stroked at once: fewer strokes are faster, but a path with very many curves is slower again. */
const together = 24;
const widthSteps = 14;
/** Dashes shorter than this many pixels cannot be told from a line, and take long: such links are paler instead. */
const shortestDash = 1.5;
const dash = [5, 4];

/**
 * Strokes curves, weakest first, in groups of about the same look. Ten thousand curves stroked one by one take several
 * times as long.
 *
 * @param opacityOf in (0, 1]; in few steps, lest groups become many
 */
export function paintLinks(
  context: CanvasRenderingContext2D,
  curves: readonly LinkCurve[],
  palette: Palette,
  { zoom, pan }: Viewport,
  opacityOf: (curve: LinkCurve) => number,
): void {
  const { width, height } = context.canvas;
  const density = devicePixelRatio;
  context.setTransform(zoom * density, 0, 0, zoom * density, pan.x * density, pan.y * density);
  const seen = {
    left: -pan.x / zoom,
    right: (width / density - pan.x) / zoom,
    top: -pan.y / zoom,
    bottom: (height / density - pan.y) / zoom,
  };
  const dashed = zoom * dash[1] >= shortestDash;
  const groups = new Map<number, LinkCurve[]>();
  for (const curve of curves) {
    const { start, end, link } = curve;
    if (end.x < seen.left || start.x > seen.right) continue;
    if (Math.max(start.y, end.y) < seen.top - 4 || Math.min(start.y, end.y) > seen.bottom + 4) continue;
    const opacity = Math.round(opacityOf(curve) * (link.unsure && !dashed ? 0.55 : 1) * 20);
    const look = (Math.round(link.strength * widthSteps) * 3 + link.sign + 1) * 2 + (link.unsure && dashed ? 1 : 0);
    const key = look * 32 + opacity;
    const group = groups.get(key);
    if (group) group.push(curve);
    else groups.set(key, [curve]);
  }
  const colours = [palette.negative, palette.faint, palette.positive];
  for (const [key, group] of [...groups].sort(([a], [b]) => a - b)) {
    const look = key >> 5;
    context.globalAlpha = (key & 31) / 20;
    context.setLineDash(look % 2 === 1 ? dash : []);
    context.strokeStyle = colours[(look >> 1) % 3];
    context.lineWidth = linkWidth(group[group.length >> 1].link);
    for (let first = 0; first < group.length; first += together) {
      context.beginPath();
      for (const curve of group.slice(first, first + together)) trace(context, curve);
      context.stroke();
    }
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
}
