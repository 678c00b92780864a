export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Pixels; about a label's height, so that few boxes share a cell. */
const cellSize = 32;
/** More columns than any screen has cells. */
const columns = 4096;

/** Boxes in a plane, found by the cells of a grid that they reach into. */
export class BoxIndex<B extends Box> {
  readonly #cells = new Map<number, B[]>();

  add(box: B): void {
    for (const cell of cellsOf(box)) {
      const known = this.#cells.get(cell);
      if (known) known.push(box);
      else this.#cells.set(cell, [box]);
    }
  }

  /** Whether a box of which `counts` holds has a point of its inside in common with this one. */
  meets(box: Box, counts: (other: B) => boolean = () => true): boolean {
    for (const cell of cellsOf(box)) {
      if (this.#cells.get(cell)?.some((other) => overlap(box, other) && counts(other))) return true;
    }
    return false;
  }
}

function* cellsOf({ left, top, right, bottom }: Box): Generator<number> {
  for (let y = Math.floor(top / cellSize); y <= Math.floor(bottom / cellSize); y++) {
    for (let x = Math.floor(left / cellSize); x <= Math.floor(right / cellSize); x++) yield y * columns + x;
  }
}

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
