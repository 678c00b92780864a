import { describe, expect, it } from "vitest";
import { covered, placeCard } from "./place-card.js";

const card = { width: 320, height: 200 };

describe("placeCard", () => {
  it.each([{ view: { width: 1440, height: 900 } }, { view: { width: 1024, height: 768 } }])(
    "covers nothing of what it explains, and stays in a window of $view.width × $view.height",
    ({ view }) => {
      const targets = [
        { left: 228, top: 48, width: view.width - 228, height: 90 },
        { left: 0, top: 48, width: 228, height: view.height - 48 },
        { left: view.width - 340, top: 48, width: 340, height: view.height - 48 },
        { left: view.width - 60, top: view.height - 60, width: 50, height: 50 },
        { left: 5, top: 5, width: 20, height: 20 },
        { left: view.width / 2, top: view.height / 2, width: 60, height: 60 },
      ];
      for (const target of targets) {
        const at = { ...placeCard(target, card, view), ...card };
        expect(covered(target, at)).toBe(0);
        expect(covered({ left: 0, top: 0, ...view }, at)).toBe(card.width * card.height);
      }
    },
  );

  it("stays in the window where it cannot but cover something", () => {
    const view = { width: 1024, height: 768 };
    const at = { ...placeCard({ left: 0, top: 0, ...view }, card, view), ...card };
    expect(covered({ left: 0, top: 0, ...view }, at)).toBe(card.width * card.height);
  });
});
