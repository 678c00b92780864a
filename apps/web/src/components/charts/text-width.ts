const known = new Map<string, number>();
let context: CanvasRenderingContext2D | null | undefined;

/** Pixels that a text takes at the 12 px of labels in charts. */
export function textWidth(text: string): number {
  let width = known.get(text);
  if (width === undefined) {
    context ??= document.createElement("canvas").getContext("2d");
    if (context) context.font = `12px ${getComputedStyle(document.documentElement).fontFamily}`;
    width = context?.measureText(text).width ?? text.length * 7;
    known.set(text, width);
  }
  return width;
}
