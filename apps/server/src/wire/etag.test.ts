import { describe, expect, it } from "vitest";
import { etagOf, expectedVersion, matchesEtag } from "./etag.js";

describe("entity tags", () => {
  it("differ where version or content do", () => {
    const tags = [etagOf("a"), etagOf("b"), etagOf("a", 1), etagOf("a", 2)];
    expect(new Set(tags).size).toBe(4);
    expect(etagOf(Buffer.from("a"))).toBe(etagOf("a"));
    for (const tag of tags) expect(tag).toMatch(/^"[\w.-]+"$/);
  });

  it("match as RFC 9110 says", () => {
    const tag = etagOf("a", 3);
    for (const header of [tag, `W/${tag}`, `"x", ${tag}`, "*"]) expect(matchesEtag(header, tag)).toBe(true);
    for (const header of [undefined, "", '"x"', tag.slice(1, -1)]) expect(matchesEtag(header, tag)).toBe(false);
  });

  it("give their version back", () => {
    expect(expectedVersion(etagOf("a", 17))).toBe(17);
    expect(expectedVersion('"17"')).toBe(17);
    expect(expectedVersion("*")).toBeUndefined();
    expect(expectedVersion(undefined)).toBeUndefined();
    for (const header of ["17", etagOf("a"), `W/${etagOf("a", 1)}`, '"-1"', ""]) {
      // A tag of a resource without version may begin with a digit, but has no dot after it.
      expect(() => expectedVersion(header)).toThrow(expect.objectContaining({ code: "REQUEST_INVALID" }));
    }
  });
});
