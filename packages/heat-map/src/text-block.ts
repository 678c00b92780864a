import sharp from "sharp";
import type { Block } from "./block.js";
import type { Coverage, Rgb } from "./canvas.js";
import { configureFonts, fonts } from "./fonts.js";

/** Look of a text; `size` in pixels. */
export interface TextStyle {
  size: number;
  bold: boolean;
  colour: Rgb;
}

export interface TextLimits {
  /** Lines are broken at this width in pixels, at words where possible. */
  width: number;
  /** What does not fit into so many lines is cut off, with an ellipsis. */
  lines: number;
}

/** Of a line, in font sizes; the font's own distance is 1.17. */
const tallestLine = 1.3;

/**
 * What the renderer returns is cut to the ink. An invisible bar at the end, which reaches from ascender to descender,
 * makes that the same height for every line without accents, so that texts of equal bottoms have equal baselines.
 */
const strut = '<span alpha="1">|</span>';

/** A text without markup; white space of any kind is one space. Null where there is nothing to show. */
export async function textBlock(text: string, style: TextStyle, limits?: TextLimits): Promise<Block | null> {
  const words = text.replace(/[\p{Cc}\s]+/gu, " ").trim();
  if (words === "") return null;
  const shape = limits === undefined ? await render(words, style) : await renderWithin(words, style, limits);
  return {
    width: shape.width,
    height: shape.height,
    draw: (canvas, left, top) => canvas.paint(left, top, shape, style.colour),
  };
}

async function renderWithin(words: string, style: TextStyle, { width, lines }: TextLimits): Promise<Coverage> {
  const tallest = lines * style.size * tallestLine;
  // No letter is narrower than a pixel: more than this is never shown.
  let characters = [...words].slice(0, lines * width);
  let shape = await render(characters.join(""), style, width);
  while (shape.height > tallest && characters.length > 1) {
    const kept = Math.floor(characters.length * Math.min(0.95, tallest / shape.height));
    characters = characters.slice(0, kept);
    shape = await render(`${characters.join("").trimEnd()}…`, style, width);
  }
  return shape;
}

async function render(words: string, { size, bold }: TextStyle, width?: number): Promise<Coverage> {
  configureFonts();
  const font = bold ? fonts.bold : fonts.regular;
  const { data, info } = await sharp({
    text: {
      // A hyphen at a break within a word would read as part of a name.
      text: `<span insert_hyphens="false">${escapeMarkup(words)}</span>${strut}`,
      font: `${font.name} ${size}`,
      fontfile: font.file,
      rgba: true,
      // One point is one pixel.
      dpi: 72,
      ...(width === undefined ? {} : { width, wrap: "word-char" }),
    },
  })
    .extractChannel("alpha")
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

function escapeMarkup(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
