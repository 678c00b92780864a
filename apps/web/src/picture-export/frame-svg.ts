import type { Positions } from "../canvas/positions.js";
import { labelFont, type Palette } from "../canvas/stylesheet.js";
import type { Heading } from "../graph-model/headings.js";
import { characterWidth } from "../graph-model/headings.js";
import { shorten } from "../wording.js";
import { element, textLine } from "./svg.js";

const line = 18;
/** Names of layers that share a column stand above each other, but not more than these. */
const mostNames = 3;
const endingWidth = 56;
/** Height that headings take. */
export const headingsHeight = mostNames * line + 28;
/** Height that the caption takes. */
export const captionHeight = (lines: readonly string[]): number => 44 + line * lines.length;

/** Names of layers above their columns, each with the part of the attribution that ends there. @param bottom y of the lowest */
export function headingsSvg(
  headings: readonly Heading[],
  { pitch }: Positions,
  palette: Palette,
  bottom: number,
): string {
  const columns = headings.flatMap(({ x, layers, ending, narrow }) => {
    const fitting = Math.max(3, Math.floor((pitch * (narrow ? 0.36 : 1) - 8) / characterWidth));
    const more = layers.length - mostNames;
    const shown = layers.slice(0, more > 0 ? mostNames - 1 : mostNames).map(({ name }) => shorten(name, fitting));
    const names = more > 0 ? [...shown, `+${more + 1}`] : shown;
    const width = Math.min(endingWidth, pitch * (narrow ? 0.36 : 1) - 6);
    const bar = { x: x - width / 2, y: bottom - 3, height: 3, rx: 1.5 };
    return [
      ...names.map((name, i) =>
        textLine(name, { x, y: bottom - 12 - line * (names.length - 1 - i), "font-size": labelFont.size }),
      ),
      element("rect", { ...bar, width, fill: palette.line }),
      element("rect", { ...bar, width: width * Math.min(1, ending), fill: palette.ending }),
    ];
  });
  return element("g", { "font-family": labelFont.family, "text-anchor": "middle", fill: palette.muted }, columns);
}

/** What a line, or a colour, stands for. */
export interface LegendEntry {
  readonly sign: -1 | 0 | 1;
  readonly dashed: boolean;
  readonly meaning: string;
}

/** A legend, and below it what the picture shows. @param at left end and top */
export function captionSvg(
  lines: readonly string[],
  legend: readonly LegendEntry[],
  palette: Palette,
  at: { readonly x: number; readonly y: number },
): string {
  const colours = [palette.negative, palette.faint, palette.positive];
  let x = at.x;
  const entries = legend.flatMap(({ sign, dashed, meaning }) => {
    const start = x;
    x += 22 + 8 + meaning.length * characterWidth + 20;
    return [
      element("path", {
        d: `M${start} ${at.y + 16}h22`,
        fill: "none",
        stroke: colours[sign + 1],
        "stroke-width": dashed ? 2 : 3,
        ...(dashed && { "stroke-dasharray": "5 4" }),
      }),
      textLine(meaning, { x: start + 30, y: at.y + 20, "font-size": 12 }),
    ];
  });
  const words = lines.map((text, i) =>
    textLine(text, { x: at.x, y: at.y + 48 + line * i, "font-size": 12, ...(i === 0 && { fill: palette.ink }) }),
  );
  return element("g", { "font-family": labelFont.family, fill: palette.muted }, [...entries, ...words]);
}
