import { describe, expect, it } from "vitest";
import { testDocument } from "../testing/test-document.js";
import { imageData, imageIn } from "./image-data.js";

describe("imageData", () => {
  const bytesOf = (image: string) => Uint8Array.from({ length: 20_000 }, (_, i) => (i * 7 + Number(image)) % 256);
  const example = (image: number) => ({ image, box: [0, 0, 1, 1] as [number, number, number, number], activation: 1 });

  it("carries each image once, as the bytes that imageIn gives back", async () => {
    const asked: string[] = [];
    const service = {
      showImage: async ({ params }: { params: { image: string } }) => {
        asked.push(params.image);
        if (params.image === "9") throw new Error("not kept");
        return bytesOf(params.image);
      },
    };
    const document = testDocument({ input: 1, logits: 1 }, []);
    const nodes = document.nodes.map((node) => ({ ...node, examples: [example(3), example(4), example(9)] }));
    const images = await imageData(service as never, "analysis", { nodes });
    expect([...asked].sort()).toEqual(["3", "4", "9"]);
    expect(Object.keys(images).sort()).toEqual(["3", "4"]);
    for (const image of ["3", "4"]) expect(imageIn({ images }, image)).toEqual(bytesOf(image));
    expect(() => imageIn({ images }, "9")).toThrow("without image 9");
    expect(() => imageIn({ images: { 1: "data:text/html;base64,QUJD" } }, "1")).toThrow();
    expect(() => imageIn({}, "1")).toThrow();
  });
});
