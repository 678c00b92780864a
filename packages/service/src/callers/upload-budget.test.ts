import { describe, expect, it } from "vitest";
import { asCaller } from "./caller.js";
import { defaultUploadLimits, UploadBudget } from "./upload-budget.js";

const space = { free: 2 ** 40, size: 2 ** 40 };
const parts = async function* (...sizes: number[]) {
  for (const size of sizes) yield new Uint8Array(size);
};
const read = async (upload: AsyncIterable<Uint8Array>) => {
  let bytes = 0;
  for await (const part of upload) bytes += part.length;
  return bytes;
};

describe("UploadBudget", () => {
  it("ends an upload at its limit", async () => {
    const budget = new UploadBudget(async () => space);
    expect(await read(budget.receive(parts(5, 5), 10))).toBe(10);
    await expect(read(budget.receive(parts(5, 6), 10))).rejects.toMatchObject({ code: "UPLOAD_TOO_LARGE" });
  });

  it("ends one that would take more than a caller or all may, and counts bytes back", async () => {
    const budget = new UploadBudget(async () => space, { ...defaultUploadLimits, bytesPerCaller: 8, bytes: 12 });
    const begin = async (caller: string, size: number) => {
      const upload = asCaller(caller, () => budget.receive(parts(size, 1), 100));
      await asCaller(caller, () => upload.next());
      return upload;
    };
    const held = [await begin("a", 7), await begin("b", 4)];
    await expect(begin("a", 2)).rejects.toMatchObject({ code: "SERVICE_BUSY" });
    await expect(begin("c", 2)).rejects.toMatchObject({ code: "SERVICE_BUSY" });
    for (const upload of held) await upload.return(undefined);
    expect(await read(budget.receive(parts(8), 100))).toBe(8);
  });

  it("lets some of a caller come at a time, and others in between", async () => {
    const budget = new UploadBudget(async () => space, { ...defaultUploadLimits, uploads: 3, uploadsPerCaller: 2 });
    const begin = (caller: string) =>
      asCaller(caller, () => {
        const upload = budget.receive(parts(1, 1), 100);
        return { upload, first: upload.next() };
      });
    const [one, two, three] = [begin("a"), begin("a"), begin("a")];
    await Promise.all([one.first, two.first]);
    const other = begin("b");
    await other.first;
    await one.upload.return(undefined);
    await three.first;
    for (const { upload } of [two, three, other]) await upload.return(undefined);
  });

  it("leaves room on the disk, before and while it comes", async () => {
    const full = new UploadBudget(async () => ({ free: 2 ** 29, size: 2 ** 40 }));
    await expect(read(full.receive(parts(1), 10))).rejects.toMatchObject({ code: "STORAGE_FAILED" });
    let looks = 0;
    const filling = new UploadBudget(async () => (looks++ === 0 ? space : { free: 2 ** 20, size: 2 ** 40 }));
    await expect(read(filling.receive(parts(64 * 2 ** 20, 1), 2 ** 30))).rejects.toMatchObject({
      code: "STORAGE_FAILED",
    });
  });
});
