import { type Block, stack } from "./block.js";
import { describeScale } from "./describe-scale.js";
import { drawBlock } from "./draw-block.js";
import { encodePng } from "./encode-png.js";
import { type FigureContent, heatMapFigure } from "./figure.js";
import { ink, muted } from "./palette.js";
import { type TextStyle, textBlock } from "./text-block.js";

export interface HeatMapContent extends FigureContent {
  title?: string;
  subtitle?: string;
}

/** The longer side of the picture has at least so many pixels. */
const shortestSide = 448;
/** Room for texts beside or below narrow pictures. */
const narrowest = 420;
const gap = 10;

const titleStyle: TextStyle = { size: 17, bold: true, colour: ink };
const subtitleStyle: TextStyle = { size: 13, bold: false, colour: muted };
const footerStyle: TextStyle = { size: 12, bold: false, colour: muted };
const tickSize = 12;

/**
 * PNG of a heat map over its picture: title, subtitle, the map with a labelled colour bar, and where the colours end.
 * Throws RangeError for values that cannot be shown, OPTION_INVALID for a percentile or limit out of range.
 */
export async function renderHeatMap(content: HeatMapContent): Promise<Buffer> {
  const { block: figure, scale } = await heatMapFigure(content, shortestSide, tickSize);
  const width = Math.max(figure.width, narrowest);
  const blocks = await Promise.all([
    textBlock(content.title ?? "", titleStyle, { width, lines: 3 }),
    textBlock(content.subtitle ?? "", subtitleStyle, { width, lines: 3 }),
    figure,
    textBlock(describeScale(scale), footerStyle, { width, lines: 4 }),
  ]);
  const shown = blocks.filter((block): block is Block => block !== null);
  return encodePng(drawBlock(stack(shown, gap)));
}
