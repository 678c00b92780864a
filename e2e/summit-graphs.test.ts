/** Graphs that the original SUMMIT published, where they are at hand. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readGraphFile } from "../packages/graph/src/index.js";

const published = fileURLToPath(new URL("../../shared/data/summit-ag/", import.meta.url));
const files = existsSync(published) ? readdirSync(published).filter((name) => /^ag-\d+\.json$/.test(name)) : [];

describe.skipIf(files.length === 0)("published graphs of SUMMIT", () => {
  it.each(files)("%s keeps every channel and count", (name) => {
    const text = readFileSync(join(published, name), "utf8");
    const document = readGraphFile(text, name);
    const layers = Object.values(JSON.parse(text) as Record<string, { prev_channels: unknown[] }[]>);
    expect(document.nodes).toHaveLength(layers.flat().length + 1);
    const counted = layers.flat().reduce((sum, { prev_channels }) => sum + prev_channels.length, 0);
    expect(document.edges).toHaveLength(counted + layers[0].length);
  });
});
