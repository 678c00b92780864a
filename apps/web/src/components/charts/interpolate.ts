interface Place {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

/** Slow at both ends. @param t in [0, 1] */
export const ease = (t: number): number => t * t * (3 - 2 * t);

/** Points on their way, found by id: those that were not there before stand where they go. @param t in [0, 1] */
export function interpolate<P extends Place>(from: ReadonlyMap<string, Place>, to: readonly P[], t: number): P[] {
  return to.map((point) => {
    const start = from.get(point.id) ?? point;
    return { ...point, x: start.x + (point.x - start.x) * t, y: start.y + (point.y - start.y) * t };
  });
}
