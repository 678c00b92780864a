import { describe, expect, it } from "vitest";
import { chooseDevice } from "./devices.js";

const devices = [
  { device: "gpu", available: false, reason: "no driver" },
  { device: "wasm", available: true, reason: "a package" },
  { device: "cpu", available: true, reason: "a package" },
];

describe("chooseDevice", () => {
  it("takes what is asked for, or the first that is there", () => {
    expect(chooseDevice("some", devices, "cpu")).toBe("cpu");
    expect(chooseDevice("some", devices, "auto")).toBe("wasm");
  });

  it("refuses what is not there by name, with the reason and what would be right", () => {
    const refused = (wanted: string) => () => chooseDevice("some", devices, wanted);
    expect(refused("gpu")).toThrow(/^some has no device gpu here \(no driver\); available: auto, wasm, cpu$/);
    expect(refused("abacus")).toThrow(/^some has no device abacus here; available: auto, wasm, cpu$/);
    expect(() => chooseDevice("some", devices.slice(0, 1), "auto")).toThrow(
      expect.objectContaining({ code: "ENGINE_UNAVAILABLE" }),
    );
  });
});
