import type { NodeSingular, StylesheetJson } from "cytoscape";
import { classNode, nodeSize } from "./positions.js";

/** Colours of the drawing; the theme's custom properties of the same names. */
const colours = ["ink", "muted", "surface", "raised", "frame", "accent", "positive", "negative"] as const;

export type Palette = Record<(typeof colours)[number], string>;

/** Reads the theme of an element, so that colours are written once, in `theme.css`. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return Object.fromEntries(colours.map((name) => [name, read(name)])) as Palette;
}

/** Labels below nodes. Cytoscape leaves out those under `leastSeen` pixels on the screen, in steps of a power of two of the zoom. */
export const labelFont = { family: "system-ui, sans-serif", size: 13, leastSeen: 6.5 };

export function stylesheet(palette: Palette): StylesheetJson {
  return [
    {
      selector: "node",
      style: {
        shape: "round-rectangle",
        "corner-radius": "8",
        width: nodeSize,
        height: nodeSize,
        "background-color": palette.raised,
        "border-width": "data(border)",
        "border-color": palette.frame,
        "border-position": "outside",
        label: "data(label)",
        color: palette.muted,
        "font-family": labelFont.family,
        "font-size": labelFont.size,
        "min-zoomed-font-size": labelFont.leastSeen,
        "text-valign": "bottom",
        "text-margin-y": (node: NodeSingular) => node.data("margin"),
        "text-background-color": palette.surface,
        "text-background-opacity": 0.8,
        "text-background-padding": "1px",
        "overlay-opacity": 0,
      },
    },
    {
      selector: "node[image]",
      style: { "background-image": "data(image)", "background-fit": "cover", "background-clip": "node" },
    },
    {
      selector: "node.output",
      style: {
        width: classNode.width,
        height: classNode.height,
        "background-color": palette.raised,
        "background-image-opacity": 0,
        color: palette.ink,
        "font-size": 17,
        "min-zoomed-font-size": 0,
        "font-weight": 600,
        "text-valign": "center",
        "text-margin-y": 0,
        "text-wrap": "wrap",
        "text-max-width": `${classNode.width - 12}px`,
        "text-background-opacity": 0,
      },
    },
    {
      selector: "edge",
      style: {
        "curve-style": "unbundled-bezier",
        "control-point-weights": "data(weights)",
        "control-point-distances": "data(distances)",
        "edge-distances": "node-position",
        "source-endpoint": "50% 0",
        "target-endpoint": "-50% 0",
        width: "data(width)",
        "line-opacity": 0.5,
        "line-cap": "butt",
        "overlay-opacity": 0,
      },
    },
    { selector: "edge.positive", style: { "line-color": palette.positive } },
    { selector: "edge.negative", style: { "line-color": palette.negative } },
    { selector: "edge.unsure", style: { "line-style": "dashed", "line-dash-pattern": [5, 4] } },
    { selector: ".hidden", style: { display: "none" } },
  ];
}
