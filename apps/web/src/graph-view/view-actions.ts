import type { GraphCanvas } from "../canvas/graph-canvas.js";
import type { Action } from "./shortcuts.js";

/** What is done, by the name of the action; without those that a page does not know. */
export type Actions = Readonly<Partial<Record<Action, () => void>>>;

/** What moves the view of any drawing. */
export const viewActions = (canvas: () => GraphCanvas | null): Actions => ({
  fit: () => canvas()?.fit(),
  "zoom-in": () => canvas()?.zoomBy(1.3),
  "zoom-out": () => canvas()?.zoomBy(1 / 1.3),
  "pan-left": () => canvas()?.panBy(0.2, 0),
  "pan-right": () => canvas()?.panBy(-0.2, 0),
  "pan-up": () => canvas()?.panBy(0, 0.2),
  "pan-down": () => canvas()?.panBy(0, -0.2),
});
