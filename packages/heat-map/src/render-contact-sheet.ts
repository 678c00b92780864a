import { GipfelError } from "@gipfel/contracts";
import { type Block, stack } from "./block.js";
import { describeLimit } from "./describe-scale.js";
import { drawBlock } from "./draw-block.js";
import { encodePng } from "./encode-png.js";
import { type FigureContent, heatMapFigure, pictureBlock } from "./figure.js";
import { ink, muted } from "./palette.js";
import type { ValueMap } from "./picture.js";
import { type TextStyle, textBlock } from "./text-block.js";

export interface Cell extends Omit<FigureContent, "map"> {
  title: string;
  subtitle?: string;
  /** Null shows the picture alone. */
  map: ValueMap | null;
}

export interface ContactSheetContent {
  title?: string;
  cells: readonly Cell[];
  /** Cells in a row; four by default. */
  columns?: number;
}

const shortestSide = 224;
const defaultColumns = 4;
const cellGap = 26;
const textGap = 6;

const sheetTitleStyle: TextStyle = { size: 18, bold: true, colour: ink };
const titleStyle: TextStyle = { size: 13, bold: true, colour: ink };
const smallStyle: TextStyle = { size: 11, bold: false, colour: muted };
const tickSize = 11;
const nothing = stack([], 0);

/**
 * PNG of several maps, each in a cell of the same size with its own colour bar, row by row. Throws as `renderHeatMap`
 * does, and OPTION_INVALID without cells or columns.
 */
export async function renderContactSheet({ title, cells, columns }: ContactSheetContent): Promise<Buffer> {
  if (cells.length === 0) throw new GipfelError("OPTION_INVALID", "A contact sheet needs at least one cell.");
  if (columns !== undefined && !(Number.isInteger(columns) && columns > 0)) {
    throw new GipfelError("OPTION_INVALID", `A contact sheet of ${columns} columns; it must be a positive integer.`);
  }
  const figures = await Promise.all(cells.map(figureOf));
  const width = Math.max(...figures.map(({ block }) => block.width));
  const filled = await Promise.all(cells.map((cell, i) => withTexts(cell, figures[i], width)));
  const grid = gridOf(filled, width, Math.min(cells.length, columns ?? defaultColumns));
  const heading = await textBlock(title ?? "", sheetTitleStyle, { width: grid.width, lines: 3 });
  return encodePng(drawBlock(heading === null ? grid : stack([heading, grid], cellGap / 2)));
}

interface CellFigure {
  block: Block;
  /** Where the colours end. */
  note: string;
}

/** The parts of a cell, which are aligned with those of the other cells in its row. */
interface CellParts {
  /** Its last line stands on one line with the others. */
  title: Block;
  subtitle: Block;
  figure: Block;
  note: Block;
}

async function figureOf({ map, ...content }: Cell): Promise<CellFigure> {
  if (map === null) return { block: pictureBlock(content.picture, shortestSide), note: "" };
  const { block, scale } = await heatMapFigure({ ...content, map }, shortestSide, tickSize);
  return { block, note: describeLimit(scale) };
}

async function withTexts(cell: Cell, { block, note }: CellFigure, width: number): Promise<CellParts> {
  const limits = { width, lines: 2 };
  const [title, subtitle, foot] = await Promise.all([
    textBlock(cell.title, titleStyle, limits),
    textBlock(cell.subtitle ?? "", smallStyle, limits),
    textBlock(note, smallStyle, limits),
  ]);
  return { title: title ?? nothing, subtitle: subtitle ?? nothing, figure: block, note: foot ?? nothing };
}

function gridOf(cells: readonly CellParts[], width: number, columns: number): Block {
  const tallest = (part: keyof CellParts) => Math.max(...cells.map((cell) => cell[part].height));
  const titleBottom = tallest("title");
  const subtitleTop = titleBottom + textGap;
  const figureTop = subtitleTop + tallest("subtitle") + textGap;
  const noteTop = figureTop + tallest("figure") + textGap;
  const height = noteTop + tallest("note");
  const rows = Math.ceil(cells.length / columns);
  return {
    width: columns * width + (columns - 1) * cellGap,
    height: rows * height + (rows - 1) * cellGap,
    draw(canvas, left, top) {
      for (const [i, { title, subtitle, figure, note }] of cells.entries()) {
        const x = left + (i % columns) * (width + cellGap);
        const y = top + Math.floor(i / columns) * (height + cellGap);
        title.draw(canvas, x, y + titleBottom - title.height);
        subtitle.draw(canvas, x, y + subtitleTop);
        figure.draw(canvas, x, y + figureTop);
        note.draw(canvas, x, y + noteTop);
      }
    },
  };
}
