/** In pixels of the window. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const gap = 16;
const margin = 12;

/**
 * Where a card stands that explains something: beside it, or below or above, wherever it fits into the window without
 * covering it; where it fits nowhere, in the corner that covers least.
 */
export function placeCard(target: Rectangle, card: Size, view: Size): { left: number; top: number } {
  const [right, bottom] = [target.left + target.width, target.top + target.height];
  const within = (at: number, length: number, all: number) => Math.max(margin, Math.min(at, all - length - margin));
  const left = within(target.left + target.width / 2 - card.width / 2, card.width, view.width);
  const top = within(target.top + target.height / 2 - card.height / 2, card.height, view.height);
  const sides = [
    { left: right + gap, top },
    { left: target.left - gap - card.width, top },
    { left, top: bottom + gap },
    { left, top: target.top - gap - card.height },
  ];
  const fits = ({ left, top }: { left: number; top: number }) =>
    left >= margin &&
    top >= margin &&
    left + card.width <= view.width - margin &&
    top + card.height <= view.height - margin;
  const corners = [view.width - card.width - margin, margin].flatMap((left) =>
    [view.height - card.height - margin, margin].map((top) => ({ left, top })),
  );
  const beside = sides.find(fits);
  return beside ?? corners.sort((a, b) => covered(target, { ...a, ...card }) - covered(target, { ...b, ...card }))[0];
}

/** Area that two rectangles have in common. */
export function covered(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  return Math.max(0, width) * Math.max(0, height);
}

/** The smallest rectangle around two. */
export function around(a: Rectangle, b: Rectangle): Rectangle {
  const [left, top] = [Math.min(a.left, b.left), Math.min(a.top, b.top)];
  const right = Math.max(a.left + a.width, b.left + b.width);
  const bottom = Math.max(a.top + a.height, b.top + b.height);
  return { left, top, width: right - left, height: bottom - top };
}
