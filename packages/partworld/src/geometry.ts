export type Point = readonly [x: number, y: number];

/** A closed outline; the last point joins the first. y points down. */
export type Outline = readonly Point[];

/** `(x, y) ↦ (a·x + c·y + e, b·x + d·y + f)`. */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/** x, y of the upper left corner, width and height. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Scale by (scaleX, scaleY), turn clockwise by `angle` (radians), then move to (x, y). A negative scale mirrors. */
export function placement(x: number, y: number, scaleX: number, scaleY: number, angle: number): Affine {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  return { a: cos * scaleX, b: sin * scaleX, c: -sin * scaleY, d: cos * scaleY, e: x, f: y };
}

export function transformOutline(outline: Outline, { a, b, c, d, e, f }: Affine): Outline {
  return outline.map(([x, y]) => [a * x + c * y + e, b * x + d * y + f]);
}

/** The smallest upright box around all points. */
export function boundingBox(points: readonly Point[]): Box {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
