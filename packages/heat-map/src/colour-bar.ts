import type { Block } from "./block.js";
import { colourMap } from "./colour-map.js";
import type { ColourScale } from "./colour-scale.js";
import { paleGrey } from "./overlay.js";
import { ink, lines, muted } from "./palette.js";
import { type TextStyle, textBlock } from "./text-block.js";
import { ticksOf } from "./ticks.js";

const barWidth = 14;
const tickLength = 4;
const gap = 6;
/** Room for eleven labels. */
const shortest = 160;
const widestHeader = 120;
/** Middle of the digits within the height of a line of text. */
const digitCentre = 0.4;

/**
 * A vertical colour bar, largest value on top, with its unit above and labels at the right, in a block about `height`
 * pixels high (more where labels would not fit). Colours lie on the middle grey of a picture, as they look in the map.
 */
export async function colourBar(scale: ColourScale, unit: string, height: number, size: number): Promise<Block> {
  const ticks = ticksOf(scale);
  const label: TextStyle = { size, bold: false, colour: ink };
  const header = await textBlock(
    `${ticks.factor} ${unit}`,
    { ...label, colour: muted },
    { width: widestHeader, lines: 3 },
  );
  const labels = await Promise.all(ticks.labels.map((text) => textBlock(text, label)));

  const labelWidth = Math.max(...labels.map((block) => block?.width ?? 0));
  const labelHeight = Math.max(...labels.map((block) => block?.height ?? 0));
  // Labels of the ends reach half their height beyond the bar.
  const above = (header === null ? 0 : header.height + gap) + Math.ceil(labelHeight / 2);
  const below = Math.ceil(labelHeight / 2);
  const length = Math.max(shortest, height - above - below);
  const lowest = scale.kind === "diverging" ? -scale.limit : 0;
  const rowOf = (value: number) => Math.round(((scale.limit - value) / (scale.limit - lowest)) * (length - 1));
  const colourOf = colourMap(scale.kind);
  const grey = paleGrey(128);

  return {
    width: Math.max(header?.width ?? 0, barWidth + tickLength + gap + labelWidth),
    height: above + length + below,
    draw(canvas, left, top) {
      const barTop = top + above;
      header?.draw(canvas, left, top);
      for (let row = 0; row < length; row++) {
        const value = scale.limit - (row / (length - 1)) * (scale.limit - lowest);
        const [red, green, blue, alpha] = colourOf(value / scale.limit);
        const shade = [red, green, blue].map((level) => Math.round(grey + alpha * (level - grey)));
        canvas.fill(left, barTop + row, { width: barWidth, height: 1 }, [shade[0], shade[1], shade[2]]);
      }
      canvas.frame(left, barTop, { width: barWidth, height: length }, lines);
      for (const [i, value] of ticks.values.entries()) {
        const y = barTop + rowOf(value);
        canvas.fill(left + barWidth + 1, y, { width: tickLength, height: 1 }, ink);
        const block = labels[i];
        const right = left + barWidth + tickLength + gap + labelWidth;
        block?.draw(canvas, right - block.width, y - Math.round(block.height * digitCentre));
      }
    },
  };
}
