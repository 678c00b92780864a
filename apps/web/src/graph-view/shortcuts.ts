/** What a key does to the drawing. */
export type Action =
  | "left"
  | "right"
  | "up"
  | "down"
  | "open"
  | "clear"
  | "search"
  | "keys"
  | "fit"
  | "zoom-in"
  | "zoom-out"
  | "tidy"
  | "pin"
  | "pan-left"
  | "pan-right"
  | "pan-up"
  | "pan-down"
  | "fullscreen"
  | "undo"
  | "redo";

interface Shortcut {
  readonly action: Action;
  /** `key` of the event, in lower case where Ctrl is held, with `Ctrl+` and, there and before an arrow, `Shift+`. */
  readonly key: string;
  /** Only where the drawing has the focus: elsewhere these keys belong to whatever has it. */
  readonly inDrawing: boolean;
}

const shortcuts: readonly Shortcut[] = [
  { action: "left", key: "ArrowLeft", inDrawing: true },
  { action: "right", key: "ArrowRight", inDrawing: true },
  { action: "up", key: "ArrowUp", inDrawing: true },
  { action: "down", key: "ArrowDown", inDrawing: true },
  { action: "pan-left", key: "Shift+ArrowLeft", inDrawing: true },
  { action: "pan-right", key: "Shift+ArrowRight", inDrawing: true },
  { action: "pan-up", key: "Shift+ArrowUp", inDrawing: true },
  { action: "pan-down", key: "Shift+ArrowDown", inDrawing: true },
  { action: "open", key: "Enter", inDrawing: true },
  { action: "clear", key: "Escape", inDrawing: false },
  { action: "search", key: "/", inDrawing: false },
  { action: "keys", key: "?", inDrawing: false },
  { action: "fit", key: "f", inDrawing: false },
  { action: "zoom-in", key: "+", inDrawing: false },
  { action: "zoom-in", key: "=", inDrawing: false },
  { action: "zoom-out", key: "-", inDrawing: false },
  { action: "tidy", key: "t", inDrawing: false },
  { action: "pin", key: "p", inDrawing: false },
  { action: "fullscreen", key: "w", inDrawing: false },
  { action: "undo", key: "Ctrl+z", inDrawing: false },
  { action: "redo", key: "Ctrl+Shift+z", inDrawing: false },
  { action: "redo", key: "Ctrl+y", inDrawing: false },
];

/** What the reader is told of them. */
export const shortcutWords: readonly (readonly [keys: readonly string[], meaning: string])[] = [
  [["←", "→"], "along the strongest edge to its source or target"],
  [["↑", "↓"], "to the next node of the same column"],
  [["Enter"], "to the details of what is selected"],
  [["Esc"], "select nothing"],
  [["/"], "search concepts, neurons, layers and classes"],
  [["+", "−"], "zoom"],
  [["f"], "fit everything that is shown into the view"],
  [["Shift", "arrow"], "move the picture"],
  [["t"], "tidy: order what is shown anew, or as it was"],
  [["p"], "pin what is selected, or no longer; as Shift and a click on it"],
  [["w"], "whole screen"],
  [["Ctrl", "z"], "undo the last edit of concepts; with Shift, or Ctrl and y, do it again"],
  [["?"], "this list"],
];

type Pressed = Pick<KeyboardEvent, "key" | "shiftKey" | "altKey" | "ctrlKey" | "metaKey">;

/**
 * @param where what has the focus: the drawing, a field that takes text, or anything else
 * @returns null for keys that are not the drawing's
 */
export function actionOf(event: Pressed, where: "drawing" | "field" | "elsewhere"): Action | null {
  if (event.altKey || where === "field") return null;
  const key = nameOf(event);
  return shortcuts.find((one) => one.key === key && (!one.inDrawing || where === "drawing"))?.action ?? null;
}

/** On a Mac the command key is what Ctrl is elsewhere. */
function nameOf({ key, shiftKey, ctrlKey, metaKey }: Pressed): string {
  const shift = shiftKey ? "Shift+" : "";
  if (ctrlKey || metaKey) return `Ctrl+${shift}${key.toLowerCase()}`;
  return key.startsWith("Arrow") ? `${shift}${key}` : key;
}

/** Where the focus is, for {@link actionOf}. */
export function focusOf(event: KeyboardEvent, drawing: HTMLElement): "drawing" | "field" | "elsewhere" {
  const { target } = event;
  if (!(target instanceof HTMLElement) || target === document.body || target === drawing) return "drawing";
  if (target.closest("dialog")) return "field";
  const takesText = target.matches("textarea, select, input:not([type=range], [type=checkbox], [type=radio])");
  return takesText || target.isContentEditable ? "field" : "elsewhere";
}
