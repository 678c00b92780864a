import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ArrayFile, type NumberArray, writeArrays } from "./array-file.js";

let folder: string;
let file: string;
const arrays = new Map<string, NumberArray>([
  ["sums/a", Float64Array.of(1e300, -0.1, Math.PI)],
  ["empty", new Float32Array(0)],
  ["contribution/a--b/3", Float32Array.of(1, 2, 3, 4, 5)],
  ["part of another", new Float32Array([9, 8, 7, 6]).subarray(1, 3)],
]);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gipfel-arrays-"));
  file = join(folder, "below", "shard.bin");
  await writeArrays(file, arrays, { images: [4, 2], note: "größer" });
});
afterAll(() => rm(folder, { recursive: true }));

describe("a file of arrays", () => {
  it("gives back every array with its type, and the attributes", async () => {
    const opened = await ArrayFile.open(file);
    try {
      expect(opened.names).toEqual([...arrays.keys()]);
      expect(opened.attributes).toEqual({ images: [4, 2], note: "größer" });
      for (const [name, values] of [...arrays].reverse()) expect(await opened.read(name)).toEqual(values.slice());
      await expect(opened.read("other")).rejects.toMatchObject({ code: "STORAGE_FAILED" });
    } finally {
      await opened.close();
    }
  });

  it("has the same bytes for the same content", async () => {
    const again = join(folder, "again.bin");
    await writeArrays(again, arrays, { images: [4, 2], note: "größer" });
    expect((await readFile(again)).equals(await readFile(file))).toBe(true);
  });

  it("is refused where it is another kind of file, or cut short", async () => {
    const bytes = await readFile(file);
    const other = join(folder, "other.bin");
    await writeFile(other, "something else entirely");
    await expect(ArrayFile.open(other)).rejects.toMatchObject({ code: "STORAGE_FAILED" });
    const short = join(folder, "short.bin");
    await writeFile(short, bytes.subarray(0, bytes.length - 8));
    const opened = await ArrayFile.open(short);
    await expect(opened.read("part of another")).rejects.toMatchObject({ code: "STORAGE_FAILED" });
    await opened.close();
  });
});
