import { describe, expect, it } from "vitest";
import { formatAddress, parseAddress } from "./address.js";

describe("address", () => {
  it("comes back as it was written", () => {
    for (const share of [0, 0.07, null, 1]) {
      const address = { analysis: "run 1 & more", class: "école/été", share };
      expect(parseAddress(formatAddress(address))).toEqual(address);
    }
  });

  it("leaves out a share that is none", () => {
    for (const share of ["", "2", "-0.1", "many", "NaN"]) {
      expect(parseAddress(`?share=${share}`)).toEqual({ analysis: null, class: null, share: null });
    }
  });
});
