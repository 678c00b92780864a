import { Type } from "typebox";
import { describe, expect, it } from "vitest";
import { compileValidator } from "./validator.js";

const query = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  share: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  layers: Type.Optional(Type.String()),
});

const validate = (given: unknown, httpPart = "querystring") =>
  compileValidator({ schema: query, method: "GET", url: "/", httpPart })(given);

describe("compileValidator", () => {
  it("reads numbers where numbers are meant, and fills in defaults", () => {
    expect(validate({ share: "0.5", layers: "12" })).toEqual({ value: { limit: 50, share: 0.5, layers: "12" } });
    expect(validate({ limit: "2e2" })).toEqual({ value: { limit: 200 } });
  });

  it.each([
    { limit: "7.5" },
    { limit: "" },
    { limit: " 7" },
    { limit: "0x10" },
    { limit: ["1", "2"] },
    { limit: "201" },
    { share: "NaN" },
    { share: "Infinity" },
    { share: "1e999" },
    { Limit: "7" },
    JSON.parse('{"__proto__":"7"}'),
    { constructor: "7" },
  ])("refuses %j", (given) => {
    expect(validate(given)).toMatchObject({ error: { code: "REQUEST_INVALID" } });
  });

  it("takes bodies by their types, without reading numbers from text", () => {
    expect(validate({ limit: 7 }, "body")).toEqual({ value: { limit: 7 } });
    expect(validate({ limit: "7" }, "body")).toMatchObject({ error: { code: "REQUEST_INVALID" } });
    expect(validate(null, "body")).toMatchObject({ error: { code: "REQUEST_INVALID" } });
  });
});
