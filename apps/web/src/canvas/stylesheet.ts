import type { StylesheetJson } from "cytoscape";
import { classSize, frame, ring } from "./marks.js";

/** Colours of the drawing; the theme's custom properties of the same names. */
const colours = [
  "ink",
  "muted",
  "surface",
  "raised",
  "line",
  "frame",
  "faint",
  "accent",
  "positive",
  "negative",
  "ending",
] as const;

export type Palette = Record<(typeof colours)[number], string>;

/** Colours that follow the theme of the page, for what is drawn as part of it. */
export const themedPalette = Object.fromEntries(colours.map((name) => [name, `var(--${name})`])) as Palette;

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
        width: "data(width)",
        height: "data(height)",
        "background-color": palette.raised,
        "border-width": frame,
        "border-color": palette.frame,
        "border-position": "outside",
        label: "data(label)",
        color: palette.muted,
        "font-family": labelFont.family,
        "font-size": labelFont.size,
        "min-zoomed-font-size": labelFont.leastSeen,
        "text-valign": "bottom",
        "text-margin-y": 3,
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
        "background-color": palette.raised,
        "background-image-opacity": 0,
        color: palette.ink,
        "font-size": 17,
        "min-zoomed-font-size": 0,
        "font-weight": 600,
        "text-valign": "center",
        "text-margin-y": 0,
        "text-wrap": "wrap",
        "text-max-width": `${classSize.width - 12}px`,
        "text-background-opacity": 0,
      },
    },
    {
      selector: "node[point = 1]",
      style: { "background-color": palette.frame, "background-image-opacity": 0, "corner-radius": "4" },
    },
    {
      selector: "node.marked",
      style: { "outline-width": ring.width, "outline-offset": ring.gap, "outline-color": palette.accent },
    },
  ];
}
