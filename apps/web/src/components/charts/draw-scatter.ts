/** A scatter plot on a canvas: a thousand points move smoothly, which as many elements do not. */
import type { LabelPlace } from "./place-labels.js";

export interface PlacedPoint {
  readonly id: string;
  readonly name: string;
  /** Pixels from the left top. */
  readonly x: number;
  readonly y: number;
}

export interface ScatterLook {
  readonly radius: number;
  readonly chosen: string | null;
  readonly near: ReadonlySet<string>;
  readonly pointed: string | null;
  /** Beside points, by index. */
  readonly labels: ReadonlyMap<number, LabelPlace>;
  /** Of labels, in [0, 1]. */
  readonly opacity: number;
  readonly colours: ScatterColours;
}

export interface ScatterColours {
  readonly point: string;
  readonly accent: string;
  readonly ink: string;
  readonly muted: string;
  readonly ground: string;
  readonly font: string;
}

/** Colours and letters of the page as they are now. */
export function readColours(element: Element): ScatterColours {
  const style = getComputedStyle(element);
  const of = (name: string) => style.getPropertyValue(name);
  return {
    ...{
      point: of("--frame"),
      accent: of("--accent"),
      ink: of("--ink"),
      muted: of("--muted"),
      ground: of("--surface"),
    },
    font: style.fontFamily,
  };
}

/** @param context scaled to pixels of the page, and empty */
export function drawScatter(
  context: CanvasRenderingContext2D,
  points: readonly PlacedPoint[],
  look: ScatterLook,
): void {
  // What matters more comes over the rest.
  const rank = ({ id }: PlacedPoint) => (id === look.chosen ? 2 : look.near.has(id) ? 1 : 0);
  const order = points.map((_, i) => i).sort((a, b) => rank(points[a]) - rank(points[b]));
  for (const i of order) drawPoint(context, points[i], look);
  if (look.opacity === 0) return;
  context.globalAlpha = look.opacity;
  for (const i of order) {
    // The chosen one is named even where there is no room.
    const place = look.labels.get(i) ?? (points[i].id === look.chosen ? { dx: look.radius + 5, dy: 4 } : undefined);
    if (place && points[i].id !== look.pointed) drawLabel(context, points[i], place, look);
  }
  context.globalAlpha = 1;
}

function drawPoint(context: CanvasRenderingContext2D, { id, x, y }: PlacedPoint, look: ScatterLook): void {
  const { radius, chosen, near, pointed, colours } = look;
  context.beginPath();
  context.arc(x, y, id === chosen ? radius + 2 : radius, 0, 2 * Math.PI);
  context.fillStyle = id === chosen || near.has(id) ? colours.accent : colours.point;
  context.globalAlpha = id === chosen || id === pointed ? 1 : near.has(id) ? 0.7 : 0.55;
  context.fill();
  if (id !== pointed) return;
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.5;
  context.stroke();
}

function drawLabel(
  context: CanvasRenderingContext2D,
  { id, name, x, y }: PlacedPoint,
  place: LabelPlace,
  { chosen, near, colours }: ScatterLook,
): void {
  context.font = `${id === chosen ? "650 " : ""}12px ${colours.font}`;
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = colours.ground;
  context.fillStyle = id === chosen || near.has(id) ? colours.ink : colours.muted;
  context.strokeText(name, x + place.dx, y + place.dy);
  context.fillText(name, x + place.dx, y + place.dy);
}
