import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { Canvas } from "./canvas.js";
import { type TextLimits, type TextStyle, textBlock } from "./text-block.js";

const style: TextStyle = { size: 13, bold: false, colour: [0, 0, 0] };

// No fonts but those that come with the package: this system's are not to be found.
beforeAll(async () => {
  const file = join(await mkdtemp(join(tmpdir(), "gipfel-fonts-")), "fonts.conf");
  await writeFile(file, '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>');
  process.env.FONTCONFIG_FILE = file;
});

async function block(text: string, limits?: TextLimits, look = style) {
  const made = await textBlock(text, look, limits);
  expect(made).not.toBeNull();
  return made!;
}

/** Number of pixels that are not white. */
async function inkOf(text: string): Promise<number> {
  const made = await block(text);
  const canvas = new Canvas(made.width, made.height);
  made.draw(canvas, 0, 0);
  return canvas.data.filter((level, i) => i % 3 === 0 && level < 255).length;
}

describe("textBlock", () => {
  it("renders letters without any font of the system", async () => {
    // Signs for missing letters would all be equally wide.
    expect((await block("mmmm")).width).toBeGreaterThan(2 * (await block("llll")).width);
    expect(await inkOf("W")).toBeGreaterThan(await inkOf("."));
    expect((await block("Wide", undefined, { ...style, bold: true })).width).toBeGreaterThan(
      (await block("Wide")).width,
    );
  });

  it("makes every line equally high, so that baselines agree", async () => {
    const [line, ...others] = await Promise.all(["a", "A", "g", "−1.5", "40"].map((text) => block(text)));
    for (const { height } of others) expect(height).toBe(line.height);
  });

  it("makes digits equally wide, so that columns align", async () => {
    const drawn = await Promise.all(["00.0", "44.4", "88.8"].map(async (text) => (await block(text)).width));
    expect(Math.max(...drawn) - Math.min(...drawn)).toBeLessThanOrEqual(1);
  });

  it("breaks lines at the width", async () => {
    const words = "a heat map over its picture";
    const line = await block(words);
    const broken = await block(words, { width: 90, lines: 5 });
    expect(line.width).toBeGreaterThan(90);
    expect(broken.width).toBeLessThanOrEqual(90);
    expect(broken.height).toBeGreaterThan(line.height);
  });

  it.each(["word ".repeat(200), "x".repeat(500), "日本".repeat(200)])(
    "cuts off what is too long: %.12s…",
    async (text) => {
      const line = await block("word");
      for (const lines of [1, 3]) {
        const { width, height } = await block(text, { width: 120, lines });
        expect(width).toBeLessThanOrEqual(120);
        expect(height).toBeLessThan((lines + 0.5) * line.height * 1.2);
      }
    },
  );

  it("takes markup for text", async () => {
    for (const [marked, plain] of [
      ["<b>x</b>", "x"],
      ["&amp;", "&"],
      ["<unclosed & 'quoted\"", "unclosed"],
    ]) {
      expect((await block(marked)).width).toBeGreaterThan((await block(plain)).width);
    }
  });

  it("takes any white space and control character for a space", async () => {
    const plain = await block("a b");
    expect(await block(" a\n\t\u0000b\u0007")).toMatchObject({ width: plain.width, height: plain.height });
    for (const empty of ["", " \n", "\u0000"]) expect(await textBlock(empty, style)).toBeNull();
  });

  it("survives half a surrogate pair", async () => {
    expect((await block("a\ud800b")).width).toBeGreaterThan((await block("ab")).width);
  });
});
