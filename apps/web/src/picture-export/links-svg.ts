import { type LinkCurve, linkCurve, trace } from "../canvas/link-curve.js";
import { linkWidth } from "../canvas/marks.js";
import type { Positions } from "../canvas/positions.js";
import type { Palette } from "../canvas/stylesheet.js";
import type { Scene } from "../graph-model/scene.js";
import { element } from "./svg.js";

/** The links of a scene, in their order, as the canvas draws them. */
export function linksSvg(scene: Scene, positions: Positions, palette: Palette): string {
  const colours = [palette.negative, palette.faint, palette.positive];
  const paths = scene.links.flatMap((link) => {
    const curve = linkCurve(link, positions.nodes);
    if (!curve) return [];
    const dashes: Record<string, string> = link.unsure ? { "stroke-dasharray": "5 4" } : {};
    return element("path", {
      d: pathOf(curve),
      stroke: colours[link.sign + 1],
      "stroke-width": linkWidth(link),
      ...dashes,
    });
  });
  return element("g", { fill: "none", "stroke-opacity": "0.5" }, paths);
}

function pathOf(curve: LinkCurve): string {
  const steps: string[] = [];
  const write = (letter: string, numbers: readonly number[]) =>
    steps.push(letter + numbers.map((value) => Math.round(value * 10) / 10).join(" "));
  trace(
    {
      moveTo: (...to) => write("M", to),
      quadraticCurveTo: (...by) => write("Q", by),
    },
    curve,
  );
  return steps.join("");
}
