import type { GraphLayer } from "@gipfel/contracts";
import type { Positions } from "../canvas/positions.js";
import { percent, segmentKind } from "../wording.js";
import type { GraphModel } from "./graph-model.js";

/** Pixels that one character of a heading takes, on the safe side. */
export const characterWidth = 6.9;
/** Of slanted names: the height of a line along the row of headings and the longest line, in pixels. */
const slant = { line: 25, longest: 124, angle: (38 * Math.PI) / 180 };

/** What stands above one column. */
export interface Heading {
  x: number;
  /** Of a column of collapsed layers. */
  narrow: boolean;
  layers: { layer: GraphLayer; name: string; title: string }[];
  /** Part of the class's attribution that ends in these layers. */
  ending: number;
}

/** @param hidden layer ids; a column of hidden layers alone has no heading */
export function columnHeadings(model: GraphModel, positions: Positions, hidden: ReadonlySet<string>): Heading[] {
  return positions.columns.flatMap((column) => {
    const ids = new Set(column.nodes.map((id) => model.nodes.get(id)?.layer));
    const layers = model.document.layers.filter(({ id }) => ids.has(id) && !hidden.has(id));
    if (layers.length === 0) return [];
    return {
      x: column.x,
      narrow: column.width === "narrow",
      layers: layers.map((layer) => ({ layer, name: headingName(model, layer), title: headingTitle(model, layer) })),
      ending: layers.reduce((sum, { id }) => sum + (model.endingShares.get(id) ?? 0), 0),
    };
  });
}

function headingName(model: GraphModel, layer: GraphLayer): string {
  if (layer.role === "hidden") return model.layerNames.get(layer.id) ?? layer.name;
  return layer.role === "input" ? "image" : "class";
}

/** The figures of a layer that tell how far to trust the edges into it, for hovering. */
function headingTitle(model: GraphModel, layer: GraphLayer): string {
  const segment = model.segments.get(layer.id);
  const lines = [layer.name, `${layer.neurons} neurons, ${layer.size.join(" × ")} positions`];
  if (segment) {
    lines.push(`edges into it: ${segmentKind(segment)} (${segment.reason})`);
    if (segment.completenessResidual !== null)
      lines.push(`completeness residual: ${percent(segment.completenessResidual)}`);
  }
  lines.push(`${percent(model.endingShares.get(layer.id) ?? 0)} of the attribution ends here`);
  return lines.join("\n");
}

/** Height in pixels that headings take. */
const height = { level: 78, slanted: 118 };

/** Height of the headings above columns that are `width` pixels apart. */
export function headingHeight(headings: readonly Heading[], width: number): number {
  return needSlant(headings, width) ? height.slanted : height.level;
}

/** How names are written above columns. */
export interface HeadingFit {
  slanted: boolean;
  /** Slanted names of neighbouring columns need room: where there is none, only every second or third is named. */
  every: number;
  namesPerColumn: number;
  /** Characters that fit at a place of the view: at a slant, between the column and the right side of the view. */
  charactersAt: (x: number, narrow: boolean) => number;
}

/**
 * @param pitch how far columns are apart in the view, in pixels
 * @param width of the view, in pixels
 */
export function fitHeadings(headings: readonly Heading[], pitch: number, width: number): HeadingFit {
  const slanted = needSlant(headings, pitch);
  const room = (x: number, narrow: boolean) =>
    slanted ? Math.min(slant.longest, (width - x) / Math.cos(slant.angle)) : pitch * (narrow ? 0.5 : 1) - 8;
  return {
    slanted,
    every: slanted ? Math.max(1, Math.ceil(slant.line / pitch)) : 1,
    namesPerColumn: slanted ? Math.max(1, Math.floor(pitch / slant.line)) : 3,
    charactersAt: (x, narrow) => Math.max(3, Math.floor(room(x, narrow) / characterWidth)),
  };
}

/** Whether names have to stand at a slant to fit above columns that are `width` pixels apart. */
function needSlant(headings: readonly Heading[], width: number): boolean {
  const longest = Math.max(
    0,
    ...headings.flatMap(({ layers, narrow }) => layers.map(({ name }) => (narrow ? 0 : name.length))),
  );
  return width < Math.min(longest, 18) * characterWidth + 8;
}
