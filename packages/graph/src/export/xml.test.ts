import { describe, expect, it } from "vitest";
import { element, escapeXml } from "./xml.js";

describe("escapeXml", () => {
  it("escapes markup and white space that attributes would lose", () => {
    expect(escapeXml('<a b="c">&\t\n')).toBe("&lt;a b=&quot;c&quot;&gt;&amp;&#9;&#10;");
  });

  it("replaces what XML 1.0 cannot hold and keeps all else", () => {
    expect(escapeXml("a\u0000\u001f\ufffe\ud800b")).toBe("a\ufffd\ufffd\ufffd\ufffdb");
    expect(escapeXml("ä 山 🏔")).toBe("ä 山 🏔");
  });
});

describe("element", () => {
  it("nests elements, escapes text and leaves out what is null", () => {
    expect(element("a", { b: 1, c: null }, [element("d", {}, "x<y"), element("e", {})])).toBe(
      '<a b="1">\n<d>x&lt;y</d>\n<e/>\n</a>',
    );
  });
});
