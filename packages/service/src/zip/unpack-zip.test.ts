import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeZip, type ZipFile } from "../testing/make-zip.js";
import { unpackZip } from "./unpack-zip.js";

const limits = { entries: 5, bytes: 5_000_000 };

/** Unpacks what the files are packed to, and tells what lies in the folder, or why nothing does. */
async function unpack(archive: Buffer, mostEntries = limits.entries): Promise<Record<string, string> | string> {
  const folder = await mkdtemp(join(tmpdir(), "gipfel-zip-"));
  try {
    const [file, out] = [join(folder, "archive.zip"), join(folder, "out")];
    await writeFile(file, archive);
    const refuse = (problem: string) => new Error(problem);
    await unpackZip(file, out, { limits: { ...limits, entries: mostEntries }, refuse, accepts: () => true });
    const entries = await readdir(out, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    expect((await readdir(folder)).sort()).toEqual(["archive.zip", "out"]);
    return Object.fromEntries(
      await Promise.all(files.map(async (path) => [path.slice(out.length + 1), await readFile(path, "latin1")])),
    );
  } catch (error) {
    expect((await readdir(folder)).filter((name) => name !== "out")).toEqual(["archive.zip"]);
    return error instanceof Error ? error.message : String(error);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe("unpackZip", () => {
  it("gives back what was packed, folders and empty files too", async () => {
    const files = { "a/b/c.txt": "content", "a/empty": "", "d.bin": "x".repeat(100_000) };
    const zip = makeZip([
      { name: "a/", content: "" },
      ...Object.entries(files).map(([name, content]) => ({ name, content })),
    ]);
    expect(await unpack(zip)).toEqual(files);
  });

  it.each<[string, ZipFile[], RegExp]>([
    ["leaves the folder", [{ name: "../evil", content: "x" }], /relative paths/],
    ["leaves it later", [{ name: "a/../../evil", content: "x" }], /relative paths/],
    ["is absolute", [{ name: "/etc/evil", content: "x" }], /relative paths/],
    ["has a drive", [{ name: "C:/evil", content: "x" }], /relative paths/],
    ["has backslashes", [{ name: "..\\evil", content: "x" }], /relative paths/],
    ["has control characters", [{ name: "a\u0000b", content: "x" }], /relative paths/],
    ["is a link", [{ name: "link", content: "/etc", claims: { mode: 0o120777 } }], /symbolic link/],
    ["is encrypted", [{ name: "secret", content: "x", claims: { flags: 1 } }], /encrypted/],
    [
      "comes twice",
      [
        { name: "a", content: "x" },
        { name: "A", content: "y" },
      ],
      /twice/,
    ],
    ["is larger than stated", [{ name: "a", content: "x".repeat(1000), claims: { size: 10 } }], /larger than/],
    ["is smaller than stated", [{ name: "a", content: "x", claims: { size: 10 } }], /damaged/],
    ["has another checksum", [{ name: "a", content: "x", claims: { crc32: 1 } }], /damaged/],
    ["shrinks too well", [{ name: "bomb", content: Buffer.alloc(4_000_000) }], /200 to 1/],
    [
      "is one of many that shrink too well",
      Array.from({ length: 4 }, (_, n) => ({ name: `${n}`, content: Buffer.alloc(1_000_000) })),
      /200 to 1/,
    ],
    ["is too large", [{ name: "a", content: randomBytes(6_000_000) }], /limit/],
    ["is one of too many", Array.from({ length: 6 }, (_, n) => ({ name: `${n}`, content: "x" })), /6 entries/],
    ["has a long name", [{ name: "a/".repeat(300), content: "x" }], /characters/],
  ])("refuses an entry that %s", async (_, files, reason) => {
    expect(await unpack(makeZip(files))).toMatch(reason);
  });

  it("refuses archives of files without content, however many entries it takes", async () => {
    const files = Array.from({ length: 101 }, (_, n) => ({ name: `${n}`, content: "" }));
    expect(Object.keys(await unpack(makeZip(files.slice(1)), 1000))).toHaveLength(100);
    expect(await unpack(makeZip(files), 1000)).toMatch(/files without content/);
  });

  it("refuses what is cut off or no archive at all", async () => {
    const zip = makeZip([{ name: "a.txt", content: "content".repeat(100) }]);
    for (let length = 0; length < zip.length; length += 7) {
      expect(typeof (await unpack(zip.subarray(0, length)))).toBe("string");
    }
  });

  it("gives an error, or what was packed, whatever byte is changed", async () => {
    const zip = makeZip([{ name: "a.txt", content: "content".repeat(10) }]);
    for (let at = 0; at < zip.length; at += 1) {
      const changed = Buffer.from(zip);
      changed[at]! ^= 0xff;
      const outcome = await unpack(changed);
      if (typeof outcome !== "string") expect(Object.values(outcome).join("")).toMatch(/^(content)*$/);
    }
  });
});
