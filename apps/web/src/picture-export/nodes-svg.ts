import { frame, isPoint, nodeText } from "../canvas/marks.js";
import type { Picture } from "../canvas/picture.js";
import type { Place, Positions } from "../canvas/positions.js";
import { labelFont, type Palette } from "../canvas/stylesheet.js";
import { element, textLine } from "./svg.js";

const lineHeight = 20;

/** The nodes of a scene with their pictures and names. @param pictures addresses of pictures, by node */
export function nodesSvg(
  { model, scene }: Picture,
  positions: Positions,
  palette: Palette,
  pictures: ReadonlyMap<string, string>,
): string {
  const nodes = [...scene.nodes].flatMap((id, n) => {
    const [node, place] = [model.nodes.get(id), positions.nodes.get(id)];
    if (!node || !place) return [];
    const isClass = id === model.classNode.id;
    const url = isClass || isPoint(place) ? undefined : pictures.get(id);
    const lines = isPoint(place) ? [] : nodeText(model, node);
    return element("g", {}, [
      ...box(place, palette, url, `gipfel-corners-${n}`),
      ...(isClass ? classText(lines, place, palette) : lines.map((line) => label(line, place, palette))),
    ]);
  });
  return element("g", { "font-family": labelFont.family, "text-anchor": "middle" }, nodes);
}

function box({ x, y, width, height }: Place, palette: Palette, url: string | undefined, clip: string): string[] {
  const point = isPoint({ width, height });
  const corner = point ? 4 : 8;
  const [left, top] = [x - width / 2, y - height / 2];
  const inner = { x: left, y: top, width, height };
  const outer = {
    ...{ x: left - frame / 2, y: top - frame / 2, width: width + frame, height: height + frame },
    rx: corner + frame / 2,
  };
  return [
    element("rect", { ...inner, rx: corner, fill: point ? palette.frame : palette.raised }),
    ...(url === undefined
      ? []
      : [
          // Not by CSS: programs that read SVG know the element.
          element("clipPath", { id: clip }, [element("rect", { ...inner, rx: corner })]),
          element("image", {
            ...inner,
            href: url,
            preserveAspectRatio: "xMidYMid slice",
            "clip-path": `url(#${clip})`,
          }),
        ]),
    element("rect", { ...outer, fill: "none", stroke: palette.frame, "stroke-width": frame }),
  ];
}

const label = (text: string, { x, y, height }: Place, palette: Palette) =>
  textLine(text, { x, y: y + height / 2 + labelFont.size + 3, "font-size": labelFont.size, fill: palette.muted });

function classText(lines: readonly string[], { x, y }: Place, palette: Palette): string[] {
  const style = { "font-size": 17, "font-weight": 600, fill: palette.ink };
  return lines.map((line, i) => textLine(line, { x, y: y + 6 + lineHeight * (i - (lines.length - 1) / 2), ...style }));
}
