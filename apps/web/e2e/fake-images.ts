import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

interface Picture {
  resize(width: number, height: number): Picture;
  webp(options: { quality: number }): Picture;
  toFile(path: string): Promise<unknown>;
}

// The page itself needs no image library; the data set package has one.
const fromDataset = createRequire(new URL("../../../packages/dataset/package.json", import.meta.url));
const { default: sharp }: { default: (input: Buffer) => Picture } = await import(fromDataset.resolve("sharp"));

/** Writes `0.webp`, `1.webp`, …: square pictures of a ground, a sky and some shapes. */
export async function drawImages(directory: string, count: number, size: number, random: () => number): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (let index = 0; index < count; index++) {
    const picture = Buffer.from(drawing(size, random));
    await sharp(picture)
      .resize(size, size)
      .webp({ quality: 82 })
      .toFile(join(directory, `${index}.webp`));
  }
}

function drawing(size: number, random: () => number): string {
  const between = (low: number, high: number) => low + (high - low) * random();
  const colour = () => `hsl(${between(0, 360)} ${between(35, 85)}% ${between(30, 70)}%)`;
  const shapes = Array.from({ length: 14 }, () => {
    const [x, y, r] = [between(0, size), between(0, size), between(size / 20, size / 5)];
    const stroke = `stroke="${colour()}" stroke-width="${between(0, 4)}"`;
    return random() < 0.5
      ? `<circle cx="${x}" cy="${y}" r="${r}" fill="${colour()}" ${stroke}/>`
      : `<rect x="${x}" y="${y}" width="${r * 2}" height="${r}" transform="rotate(${between(0, 90)} ${x} ${y})" fill="${colour()}" ${stroke}/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">
    <defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="${colour()}"/><stop offset="1" stop-color="${colour()}"/></linearGradient></defs>
    <rect width="${size}" height="${size}" fill="url(#sky)"/>
    <rect y="${size * 0.65}" width="${size}" height="${size}" fill="${colour()}"/>
    ${shapes.join("\n")}
  </svg>`;
}
