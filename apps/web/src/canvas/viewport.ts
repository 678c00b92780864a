import { classSize, largestSide } from "./marks.js";
import type { Point } from "./positions.js";

/** Where a point of the drawing appears: at `zoom · point + pan`, in pixels of the view. */
export interface Viewport {
  zoom: number;
  pan: Point;
}

interface Size {
  width: number;
  height: number;
}

/** Pixels of the view that controls below cover, and a little space beside. */
const margin = { right: 24, bottom: 52, left: 24 };
const leastZoom = 0.05;
/** The largest that a drawing is shown at by itself: larger than it is made for only where there is much room. */
const mostZoom = ({ width, height }: Size) => 1.15 * Math.max(1, Math.min(width, height) / 1000);
/** Below this, pictures say little. */
const readableZoom = 0.66;

interface Bounds {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function boundsOf(points: readonly Point[]): Bounds {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  return {
    left: Math.min(...xs) - classSize.width / 2,
    right: Math.max(...xs) + classSize.width / 2,
    top: Math.min(...ys) - largestSide / 2,
    bottom: Math.max(...ys) + largestSide / 2 + 20,
  };
}

/** Pixels that headings cover at the top of the view, which depends on the zoom: names may have to stand at a slant. */
export type HeadingHeight = (zoom: number) => number;

/** The zoom and pan that show all the points. */
export function fitViewport(points: readonly Point[], view: Size, headings: HeadingHeight): Viewport {
  const bounds = boundsOf(points);
  const fitting = (top: number) => {
    const space = spaceIn(view, top);
    const zooms = [space.width / (bounds.right - bounds.left), space.height / (bounds.bottom - bounds.top)];
    return Math.max(leastZoom, Math.min(mostZoom(view), ...zooms));
  };
  const first = fitting(headings(mostZoom(view)));
  const zoom = Math.min(first, fitting(headings(first)));
  const space = spaceIn(view, headings(zoom));
  const x = margin.left + space.width / 2 - (zoom * (bounds.left + bounds.right)) / 2;
  return { zoom, pan: { x, y: middle(bounds, zoom, view, headings) } };
}

/**
 * As {@link fitViewport}, but where a deep network would become too small to read, only its end, with the class at the
 * right: as many columns as are readable.
 */
export function openingViewport(points: readonly Point[], view: Size, headings: HeadingHeight): Viewport {
  const fitting = fitViewport(points, view, headings);
  const bounds = boundsOf(points);
  const zoom = Math.min(readableZoom, spaceIn(view, headings(readableZoom)).height / (bounds.bottom - bounds.top));
  const isWhole = zoom * (bounds.right - bounds.left) <= spaceIn(view, 0).width;
  if (fitting.zoom >= zoom || isWhole) return fitting;
  const x = view.width - margin.right - zoom * bounds.right;
  return { zoom, pan: { x, y: middle(bounds, zoom, view, headings) } };
}

function middle({ top, bottom }: Bounds, zoom: number, view: Size, headings: HeadingHeight): number {
  const covered = headings(zoom);
  return covered + spaceIn(view, covered).height / 2 - (zoom * (top + bottom)) / 2;
}

function spaceIn(view: Size, top: number): Size {
  return {
    width: Math.max(1, view.width - margin.left - margin.right),
    height: Math.max(1, view.height - top - margin.bottom),
  };
}

/** The least move of a view that brings a place into it, with what covers the view at its sides left aside. */
export function panToReveal(
  place: { x: number; y: number; width: number; height: number },
  { zoom, pan }: Viewport,
  view: Size,
  covered: { top: number; right: number },
): Point {
  const along = (centre: number, length: number, from: number, to: number): number => {
    const half = Math.min(length / 2 + 12, (to - from) / 2);
    return Math.max(0, from - (centre - half)) + Math.min(0, to - (centre + half));
  };
  return {
    x: along(place.x * zoom + pan.x, place.width * zoom, 0, view.width - covered.right),
    y: along(place.y * zoom + pan.y, place.height * zoom + 40, covered.top, view.height - margin.bottom),
  };
}

/** A viewport as an address keeps it, so that it means the same in a view of another size. */
export function placeOf({ zoom, pan }: Viewport, view: Size): { zoom: number; x: number; y: number } {
  return { zoom, x: (view.width / 2 - pan.x) / zoom, y: (view.height / 2 - pan.y) / zoom };
}

export function viewportAt({ zoom, x, y }: { zoom: number; x: number; y: number }, view: Size): Viewport {
  return { zoom, pan: { x: view.width / 2 - zoom * x, y: view.height / 2 - zoom * y } };
}
