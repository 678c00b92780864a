import { type Outline, type Point, placement, transformOutline } from "./geometry.js";

const curvePoints = 28;

/** An ellipse with radii along its own axes, turned clockwise by `angle` (radians). */
export function ellipse(x: number, y: number, radiusX: number, radiusY = radiusX, angle = 0): Outline {
  const unitCircle = Array.from({ length: curvePoints }, (_, index): Point => {
    const turn = (2 * Math.PI * index) / curvePoints;
    return [Math.cos(turn), Math.sin(turn)];
  });
  return transformOutline(unitCircle, placement(x, y, radiusX, radiusY, angle));
}

/** A rectangle from its upper left corner, its corners rounded by `radius`. */
export function rectangle(x: number, y: number, width: number, height: number, radius = 0): Outline {
  const [right, bottom] = [x + width, y + height];
  if (radius === 0) {
    return [
      [x, y],
      [right, y],
      [right, bottom],
      [x, bottom],
    ];
  }
  const corners = [
    [right - radius, y + radius, -90],
    [right - radius, bottom - radius, 0],
    [x + radius, bottom - radius, 90],
    [x + radius, y + radius, 180],
  ];
  return corners.flatMap(([centreX, centreY, start]) =>
    [0, 22.5, 45, 67.5, 90].map((step): Point => {
      const angle = ((start + step) * Math.PI) / 180;
      return [centreX + radius * Math.cos(angle), centreY + radius * Math.sin(angle)];
    }),
  );
}

/** A closed smooth curve through the points: a Catmull–Rom spline (Catmull & Rom 1974), cut into straight pieces. */
export function smoothCurve(points: readonly Point[]): Outline {
  const pieces = 6;
  const count = points.length;
  return points.flatMap((start, index) => {
    const before = points[(index + count - 1) % count];
    const end = points[(index + 1) % count];
    const after = points[(index + 2) % count];
    return Array.from({ length: pieces }, (_, piece): Point => {
      const t = piece / pieces;
      return [
        catmullRom(before[0], start[0], end[0], after[0], t),
        catmullRom(before[1], start[1], end[1], after[1], t),
      ];
    });
  });
}

function catmullRom(before: number, start: number, end: number, after: number, t: number): number {
  const linear = end - before;
  const quadratic = 2 * before - 5 * start + 4 * end - after;
  const cubic = 3 * start - before - 3 * end + after;
  return start + 0.5 * t * (linear + t * (quadratic + t * cubic));
}

/** An open line of the given width along the points, with flat ends. */
export function stroke(points: readonly Point[], width: number): Outline {
  const sides = points.map((point, index) => {
    const before = points[Math.max(0, index - 1)];
    const after = points[Math.min(points.length - 1, index + 1)];
    const [alongX, alongY] = [after[0] - before[0], after[1] - before[1]];
    const half = width / 2 / Math.hypot(alongX, alongY);
    return { point, offset: [-alongY * half, alongX * half] };
  });
  const left = sides.map(({ point, offset }): Point => [point[0] + offset[0], point[1] + offset[1]]);
  const right = sides.map(({ point, offset }): Point => [point[0] - offset[0], point[1] - offset[1]]);
  return [...left, ...right.reverse()];
}

/** Points on the quadratic Bézier curve from `start` to `end` that leaves and arrives in the direction of `control`. */
export function bezier(start: Point, control: Point, end: Point): Point[] {
  const pieces = 8;
  return Array.from({ length: pieces + 1 }, (_, piece): Point => {
    const t = piece / pieces;
    const weights = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
    return [
      weights[0] * start[0] + weights[1] * control[0] + weights[2] * end[0],
      weights[0] * start[1] + weights[1] * control[1] + weights[2] * end[1],
    ];
  });
}
