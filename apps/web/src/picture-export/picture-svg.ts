import type { Picture } from "../canvas/picture.js";
import type { Positions } from "../canvas/positions.js";
import type { Palette } from "../canvas/stylesheet.js";
import { columnHeadings } from "../graph-model/headings.js";
import { captionHeight, captionSvg, headingsHeight, headingsSvg, type LegendEntry } from "./frame-svg.js";
import { linksSvg } from "./links-svg.js";
import { nodesSvg } from "./nodes-svg.js";
import { element, escaped } from "./svg.js";

export interface PictureContent {
  readonly picture: Picture;
  readonly positions: Positions;
  /** Colours as CSS writes them. */
  readonly palette: Palette;
  /** Addresses of pictures by node, such as data URLs. */
  readonly pictures: ReadonlyMap<string, string>;
  /** For those who hear the picture. */
  readonly title: string;
  /** Below the picture, one line each. */
  readonly caption: readonly string[];
  readonly legend: readonly LegendEntry[];
}

export interface SvgPicture {
  readonly text: string;
  /** In pixels at zoom 1. */
  readonly width: number;
  readonly height: number;
}

const margin = 28;
/** Of the names below nodes. */
const nameHeight = 24;
/** Between headings and the uppermost node. */
const headingsGap = 20;
/** A caption is readable from this width on. */
const leastWidth = 720;

/** All that is shown of a graph as one SVG document, with headings, legend and caption; nothing of it lies elsewhere. */
export function pictureSvg({
  picture,
  positions,
  palette,
  pictures,
  title,
  caption,
  legend,
}: PictureContent): SvgPicture {
  const { model, scene, layout } = picture;
  const box = boundsOf(picture, positions);
  const headings = columnHeadings(model, positions, layout.hidden).filter(({ x }) => x >= box.left && x <= box.right);
  const width = Math.max(leastWidth, box.right - box.left + 2 * margin);
  const height = box.bottom - box.top + headingsHeight + captionHeight(caption) + 2 * margin;
  const left = (box.left + box.right - width) / 2;
  const top = box.top - headingsHeight - margin;
  const text = element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width: Math.ceil(width),
      height: Math.ceil(height),
      viewBox: [left, top, width, height].map((value) => value.toFixed(1)).join(" "),
      role: "img",
    },
    [
      element("title", {}, [escaped(title)]),
      element("rect", { x: left, y: top, width, height, fill: palette.surface }),
      headingsSvg(headings, positions, palette, box.top - headingsGap),
      linksSvg(scene, positions, palette),
      nodesSvg(picture, positions, palette, pictures),
      captionSvg(caption, legend, palette, { x: left + margin, y: box.bottom + 8 }),
    ],
  );
  return { text, width: Math.ceil(width), height: Math.ceil(height) };
}

function boundsOf({ scene }: Picture, positions: Positions) {
  const places = [...scene.nodes].flatMap((id) => positions.nodes.get(id) ?? []);
  return {
    left: Math.min(...places.map(({ x, width }) => x - width / 2)),
    right: Math.max(...places.map(({ x, width }) => x + width / 2)),
    top: Math.min(...places.map(({ y, height }) => y - height / 2)),
    bottom: Math.max(...places.map(({ y, height }) => y + height / 2)) + nameHeight,
  };
}
