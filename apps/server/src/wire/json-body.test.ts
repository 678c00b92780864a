import { describe, expect, it } from "vitest";
import { parseJsonBody } from "./json-body.js";

const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

describe("parseJsonBody", () => {
  it("reads what is fit to be read", () => {
    expect(parseJsonBody(' {"a":[1,{"b":null}]} ')).toEqual({ a: [1, { b: null }] });
    expect(parseJsonBody(nested(32))).toBeInstanceOf(Array);
    expect(parseJsonBody("  ")).toBeUndefined();
  });

  it.each([
    ["no JSON", "{a}"],
    ["NaN", '{"a":NaN}'],
    ["a number beyond all", '{"a":[-1e999]}'],
    ["33 levels", nested(33)],
    ["a million levels", nested(1_000_000)],
    ["a prototype", '{"a":{"__proto__":{}}}'],
  ])("refuses %s", (_, text) => {
    expect(() => parseJsonBody(text)).toThrow(expect.objectContaining({ code: "REQUEST_INVALID" }));
  });
});
