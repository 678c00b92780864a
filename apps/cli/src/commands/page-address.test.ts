import { describe, expect, it } from "vitest";
import { pageAddress } from "./page-address.js";

const open = "http://127.0.0.1:7654/";
const locked = "http://0.0.0.0:7654/#token=s3cret%2Fword";

describe("the address of the page", () => {
  it("has the token on a terminal, and nowhere else", () => {
    expect(pageAddress(locked, { onTerminal: true, ofFolders: false })).toBe(locked);
    const logged = pageAddress(locked, { onTerminal: false, ofFolders: false });
    expect(logged).toBe("http://0.0.0.0:7654/#token=… with the token in GIPFEL_TOKEN");
  });

  it("is plain where no token is needed", () => {
    for (const onTerminal of [true, false]) expect(pageAddress(open, { onTerminal, ofFolders: false })).toBe(open);
  });

  it("leads to the graphs of folders", () => {
    expect(pageAddress(open, { onTerminal: false, ofFolders: true })).toBe("http://127.0.0.1:7654/graph");
    expect(pageAddress(locked, { onTerminal: true, ofFolders: true })).toBe(
      "http://0.0.0.0:7654/graph#token=s3cret%2Fword",
    );
  });
});
