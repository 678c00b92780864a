import { describe, expect, it } from "vitest";
import { describeJson, isName, Options, property } from "./json.js";

describe("Options", () => {
  const options = new Options({ kernelSize: [3, 2], data_format: "channelsFirst", size: 2, rate: null, scale: "2" });

  it("reads both spellings of names and values, and takes null for missing", () => {
    expect(options.pair("kernel_size", [1, 1])).toEqual([3, 2]);
    expect(options.pair("size", [1, 1])).toEqual([2, 2]);
    expect(options.word("data_format", "")).toBe(new Options({ dataFormat: "channels_first" }).word("data_format", ""));
    expect(options.number("rate", 0.5)).toBe(0.5);
    expect(options.boolean("use_bias", true)).toBe(true);
    expect(options.integers("dims")).toBeUndefined();
  });

  it("refuses values of another kind by name", () => {
    expect(() => options.number("scale", 1)).toThrow('its option scale is "2", expected a number');
    expect(() => options.boolean("size", true)).toThrow("its option size is 2, expected true or false");
    expect(() => options.integers("data_format")).toThrow("expected integers");
    expect(() => new Options({ size: [1, 2, 3] }).pair("size", [1, 1])).toThrow("its option size is [1,2,3]");
    expect(() => new Options({ size: 0 }).pair("size", [1, 1])).toThrow("integers of at least 1");
  });
});

describe("values from outside", () => {
  it("are properties of their own, never inherited ones", () => {
    expect(property({}, "constructor")).toBeUndefined();
    expect(property(JSON.parse('{"toString": 1}'), "toString")).toBe(1);
  });

  it("are names only on one line and of moderate length", () => {
    expect(["conv", "block/conv 1", "層"].every(isName)).toBe(true);
    expect(["", "a\nb", "\u0000", "x".repeat(1001), "__proto__", 7, undefined].some(isName)).toBe(false);
  });

  it("stand in messages on one line, cut off", () => {
    expect(describeJson(undefined)).toBe("missing");
    expect(describeJson("a\nb")).toBe('"a\\nb"');
    expect(describeJson("x".repeat(1e5)).length).toBeLessThan(100);
  });
});
