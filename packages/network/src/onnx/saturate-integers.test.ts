import { describe, expect, it } from "vitest";
import { decodeModel, encodeModel } from "./format.js";
import { saturateIntegers } from "./saturate-integers.js";

describe("saturateIntegers", () => {
  it("keeps the sign of the largest 64-bit integers when a model is written again", () => {
    const model = decodeModel(maximal());
    saturateIntegers(model);
    const [largest, smallest] = decodeModel(encodeModel(model)).graph!.initializer![0]!.int64Data!;
    expect(largest).toBeGreaterThan(2 ** 62);
    expect(smallest).toBe(-(2 ** 63));
  });

  it("reaches attributes and subgraphs, and leaves other numbers alone", () => {
    const tensor = { int64Data: [2 ** 63, 7], floatData: [2 ** 63] };
    const inner = {
      opType: "Slice",
      attribute: [
        { name: "ends", ints: [2 ** 63, -3] },
        { name: "end", i: 2 ** 63 },
      ],
    };
    const body = { name: "body", g: { node: [inner] } };
    const outer = { opType: "If", attribute: [body, { name: "value", t: tensor }] };
    saturateIntegers({ graph: { node: [outer] } });
    expect(inner.attribute[0]!.ints).toEqual([2 ** 63 - 1024, -3]);
    expect(inner.attribute[1]!.i).toBe(2 ** 63 - 1024);
    expect(tensor).toEqual({ int64Data: [2 ** 63 - 1024, 7], floatData: [2 ** 63] });
  });
});

/** A model whose constant holds 2^63 − 1 and −2^63, byte by byte: no double is the former. */
function maximal(): Uint8Array {
  const varint = (last: number) => [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, last];
  const largest = varint(0x7f);
  const smallest = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01];
  const values = [...largest, ...smallest];
  const tensorBytes = [0x08, 2, 0x10, 7, 0x3a, values.length, ...values];
  const graphBytes = [0x2a, tensorBytes.length, ...tensorBytes];
  return Uint8Array.from([0x3a, graphBytes.length, ...graphBytes]);
}
