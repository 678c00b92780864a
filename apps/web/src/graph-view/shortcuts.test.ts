import { describe, expect, it } from "vitest";
import { actionOf, shortcutWords } from "./shortcuts.js";

const press = (key: string, part: Partial<Parameters<typeof actionOf>[0]> = {}) => ({
  ...{ key, shiftKey: false, altKey: false, ctrlKey: false, metaKey: false },
  ...part,
});

describe("actionOf", () => {
  it("gives arrows to the drawing only where nothing else wants them", () => {
    expect(actionOf(press("ArrowLeft"), "drawing")).toBe("left");
    expect(actionOf(press("ArrowLeft", { shiftKey: true }), "drawing")).toBe("pan-left");
    expect(actionOf(press("ArrowLeft"), "elsewhere")).toBeNull();
    expect(actionOf(press("/"), "elsewhere")).toBe("search");
  });
  it("leaves text fields and the browser's own keys alone", () => {
    expect(actionOf(press("f"), "field")).toBeNull();
    expect(actionOf(press("f", { ctrlKey: true }), "drawing")).toBeNull();
    expect(actionOf(press("?", { shiftKey: true }), "drawing")).toBe("keys");
    expect(actionOf(press("q"), "drawing")).toBeNull();
  });
  it("undoes and does again, with Ctrl as with the command key", () => {
    expect(actionOf(press("z", { ctrlKey: true }), "elsewhere")).toBe("undo");
    expect(actionOf(press("Z", { metaKey: true, shiftKey: true }), "drawing")).toBe("redo");
    expect(actionOf(press("y", { ctrlKey: true }), "drawing")).toBe("redo");
    expect(actionOf(press("z", { ctrlKey: true }), "field")).toBeNull();
    expect(actionOf(press("z"), "drawing")).toBeNull();
  });
  it("does what the list of keys says", () => {
    const alone = shortcutWords.filter(([keys]) => !keys.includes("Ctrl"));
    const letters = alone.flatMap(([keys]) => keys).filter((key) => /^[a-z/?+]$/.test(key));
    for (const key of letters) expect(actionOf(press(key), "elsewhere")).not.toBeNull();
  });
});
